// Which parts of a language's words the screens of how punches are made and mended speak (build/messages.js).
export const RECORD = 0b100000011;
