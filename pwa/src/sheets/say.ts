/** What was found in a receipt, in words. */
import { t } from '../i18n/index.svelte';
import type { Finding } from './verify';

/** In groups of four, as it is read out. */
export function spaced(fingerprint: string): string {
  return fingerprint.replace(/(.{4})(?=.)/g, '$1 ');
}

export function sentence({ code, seq = 0, words = {} }: Finding): string {
  const { where = '?', one = '', two = '', count = '', expected = '' } = words;
  const fingerprint = spaced(words.fingerprint ?? '');
  switch (code) {
    case 'too_large':
      return t('receipt.tooLarge');
    case 'not_utf8':
      return t('receipt.notUtf8');
    case 'not_json':
      return t('receipt.notJson');
    case 'too_deep':
      return t('receipt.tooDeep');
    case 'duplicate_key':
      return t('receipt.duplicateKey', { where });
    case 'wrong_number':
      return t('receipt.wrongNumber', { where });
    case 'not_receipt':
      return t('receipt.notReceipt');
    case 'other_format':
      return t('receipt.otherFormat', { where });
    case 'wrong_shape':
      return t('receipt.wrongShape', { where });
    case 'signature':
      return t('receipt.signature');
    case 'signature_wrong':
      return t('receipt.signatureWrong');
    case 'key':
      return t('receipt.key', { fingerprint });
    case 'key_unknown':
      return t('receipt.keyUnknown', { fingerprint });
    case 'key_other':
      return t('receipt.keyOther', { fingerprint, expected: spaced(expected) });
    case 'chain':
      return t('receipt.chain', { count });
    case 'beginning_wrong':
      return t('receipt.beginningWrong', { seq });
    case 'entry_altered':
      return t('receipt.entryAltered', { seq });
    case 'entry_missing':
      return t('receipt.entryMissing', { seq });
    case 'entry_misplaced':
      return t('receipt.entryMisplaced', { seq });
    case 'head_wrong':
      return t('receipt.headWrong', { seq });
    case 'sheet':
      return t('receipt.sheet');
    case 'sheet_altered':
      return t('receipt.sheetAltered');
    case 'previous':
      return t('receipt.previous', { seq });
    case 'previous_breaks':
      return t('receipt.previousBreaks', { seq });
    case 'previous_apart':
      return t('receipt.previousApart', { seq });
    case 'other_people':
      return t('receipt.otherPeople');
    case 'stories_differ':
      return t('receipt.storiesDiffer', { one, two, seq });
    case 'gap_between':
      return t('receipt.gapBetween', { one, two, seq });
    case 'stories_join':
      return t('receipt.storiesJoin', { one, two });
  }
}
