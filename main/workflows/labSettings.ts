export { readSettings, updateSettings as changeSettings } from '../database/settings.ts';
