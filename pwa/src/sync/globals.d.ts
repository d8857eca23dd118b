/** The release, as `version+hash of its sources`. */
declare const __VERSION__: string;
