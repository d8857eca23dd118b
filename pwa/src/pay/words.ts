// Which parts of a language's words the screens of pay, exports and insight speak (build/messages.js).
export const PAY = 0b10000000011;
