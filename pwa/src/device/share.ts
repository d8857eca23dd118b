/** Hands a link to another app; where the browser cannot, copies it. Says which. */
export async function share(data: {
  title?: string;
  text: string;
  url: string;
}): Promise<'shared' | 'copied' | 'given up'> {
  if (navigator.share) {
    try {
      await navigator.share(data);
      return 'shared';
    } catch (error) {
      if ((error as Error).name === 'AbortError') return 'given up';
    }
  }
  return (await copy(data.url)) ? 'copied' : 'given up';
}

export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
