// Which parts of a language's words the screens of announcements speak (build/messages.js).
export const ANNOUNCEMENTS = 0b100000000011;
