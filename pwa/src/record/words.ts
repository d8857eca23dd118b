// Which parts of a language's words the screens of how punches are made and mended speak (build/messages.js).
export const RECORD = 0b100000011;
// The shared tablet itself; and what the office and people set for it.
export const TABLET = 0b100000000011;
export const TABLETS = 0b1000000000011;
