export { joinedScript, sharedModule } from './joined-script.ts';
export { CHOSEN_CSS, framedPage } from './page-frame.ts';
