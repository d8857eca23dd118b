/** The picture of a topic: by what its name begins with. */
import AlarmClock from 'lucide-static/icons/alarm-clock.svg?raw';
import Bell from 'lucide-static/icons/bell.svg?raw';
import CalendarDays from 'lucide-static/icons/calendar-days.svg?raw';
import Mail from 'lucide-static/icons/mail.svg?raw';
import MessageSquare from 'lucide-static/icons/message-square-text.svg?raw';
import Smartphone from 'lucide-static/icons/smartphone.svg?raw';
import UserX from 'lucide-static/icons/user-x.svg?raw';
import type { Channel } from '../api/notices';

const topics: [RegExp, string][] = [
  [/no_show|absen|not_in/, UserX],
  [/remind|clock|forgot|not_clocked|soon|tomorrow/, AlarmClock],
  [/shift|week|plan|schedule|publish|assign/, CalendarDays],
];

export function topicIcon(name: string): string {
  return topics.find(([pattern]) => pattern.test(name))?.[1] ?? Bell;
}

const channels: Record<Channel, string> = { push: Smartphone, sms: MessageSquare, email: Mail };

export function channelIcon(channel: Channel): string {
  return channels[channel] ?? Bell;
}
