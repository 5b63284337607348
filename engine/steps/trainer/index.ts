export { trainingNumerics } from './numerics.ts';
export { createTrainer, isolationHere, type Trained, type Trainer } from './trainer.ts';
