import { watchEditor } from "./editor.ts";
import { enhanceForms } from "./forms.ts";
import { readListFiles } from "./list-file.ts";
import { listenForKeys } from "./keys.ts";
import { watchChanges } from "./live.ts";
import { watchPresence } from "./presence.ts";
import { showSection } from "./rail.ts";
import { applyTheme } from "./theme.ts";

applyTheme();
showSection();
watchPresence();
enhanceForms();
listenForKeys();
watchChanges();
readListFiles();
watchEditor();
