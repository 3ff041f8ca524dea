// Reasons for the grade of a shift. The analyser has their words.

export const NOTHING_FOUND = 0;
export const ENDED_WELL = 1;
export const WENT_ON = 2;
export const TOO_BIG_STALLS = 3;
export const MET_SILENCE = 4;
export const CLIENT_RESET = 5;
export const MIDDLEBOX_CUT = 6;
export const SERVER_ENDED = 7;
export const ANSWERS_NOTHING = 8;
export const SERVER_HAD_CLOSED = 9;
export const CLIENT_HAD_CLOSED = 10;
export const NOTHING_TO_COMPARE = 11;
export const BEGAN_BEFORE = 12;
export const LIVE_DATA_ANSWERED = 13;
export const SAME_DISTANCE = 14;
export const BESIDE_CAPTURE = 15;
export const OTHER_DISTANCE = 16;
export const FARTHER = 17;
export const NEARER = 18;
export const CLIENT_UNHEARD = 19;
export const MANY_DISTANCES = 20;
export const UNASKED = 21;
export const ACKED_AFTERWARDS = 22;
export const FARTHER_AFTER_SILENCE = 23;
