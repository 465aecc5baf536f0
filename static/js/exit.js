// Entry of /join/<invitation> beside join.js, and before it: Quick exit works while the page is being prepared.

import { QuickExit } from "./quick_exit.js";
import { quickExitBar } from "./views/quick_exit.js";

export const quickExit = new QuickExit();

quickExit.listen(window);
document.getElementById("notices")?.before(quickExitBar(() => quickExit.leave()));
