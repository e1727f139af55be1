import { simulate } from './simulate'
const story: any[] = [{"kind":"ask","loop":0,"mode":"cool","setpoint_c":20,"leaseS":300},{"kind":"pass","ms":3000},{"kind":"fact","now":{"surface":"danger"}},{"kind":"pass","ms":5000},{"kind":"faults","faults":["dropRequest","none","busy"],"lingerMs":0},{"kind":"ask","loop":0,"mode":"heat","setpoint_c":20,"leaseS":300},{"kind":"pass","ms":1500},{"kind":"person","does":"renew","own":true},{"kind":"pass","ms":1500},{"kind":"device","slowMs":100000,"limit_c":60},{"kind":"faults","faults":["none","duplicate","none"],"lingerMs":0},{"kind":"pass","ms":100}]
const r = await simulate(story, { trace: (x:any)=>console.log(x) } as any)
console.log(r.broken)
