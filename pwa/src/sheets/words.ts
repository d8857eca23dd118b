// Which parts of a language's words the screens of hours, approvals and receipts speak (build/messages.js).
export const SHEETS = 0b1000000011;
