// Which parts of a language's words a worker's screens speak (build/messages.js), beside those of every screen.
export const TIME = 0b1000011;
export const VISIT = 0b10000011;
