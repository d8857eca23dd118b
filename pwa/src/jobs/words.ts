// Which parts of a language's words the screens of postings and applications speak (build/messages.js).
export const JOBS = 0b1000000000011;
