import '@fontsource-variable/inter'
import '@fontsource-variable/noto-sans-sc'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { noteAttendance } from './api/attended'
import { i18n } from './i18n/i18n'
import './ui/tokens.css'
import './ui/element-plus.css'
import './ui/base.css'

noteAttendance(window)
// One page each for the desk and for the tablet on an airfield: neither loads the other.
const root = /^\/airport\/[^/]+\/?$/.test(location.pathname) ? import('./airport/AirportPage.vue') : import('./App.vue')
void root.then(({ default: page }) => createApp(page).use(createPinia()).use(i18n).mount('#app'))
