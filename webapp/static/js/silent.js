// A programme without sound: there is nothing to play, all else is as ever.

import { startKeys } from "./keys.js";
import { onPage } from "./page.js";
import { startReading } from "./reading.js";

onPage(import.meta.url, (main, signal) => {
  startReading(main, null, signal);
  // Where sound goes on from another page, that page's keys do too.
  if (!document.querySelector('script[src$="/programme.js"]')) startKeys(signal);
});
