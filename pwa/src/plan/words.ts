// Which parts of a language's words the office's screens speak (build/messages.js), beside those of every screen.
export const PLANNING = 0b001011;
export const SETUP = 0b100011;
