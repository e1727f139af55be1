import '@fontsource-variable/inter'
import '@fontsource-variable/noto-sans-sc'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { noteAttendance } from './api/attended'
import App from './App.vue'
import { i18n } from './i18n/i18n'
import './ui/tokens.css'
import './ui/element-plus.css'
import './ui/base.css'

noteAttendance(window)
createApp(App).use(createPinia()).use(i18n).mount('#app')
