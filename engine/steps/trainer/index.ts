export { trainingNumerics } from './numerics.ts';
export { createTrainer, isolationHere, type ModelTrainer, type Trained, type Trainer } from './trainer.ts';
