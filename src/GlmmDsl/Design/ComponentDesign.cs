namespace GlmmDsl.Design;

/// <summary>The design of a linear predictor beside the conditional one: zero inflation or dispersion.</summary>
/// <param name="Matrices">Fixed-effects columns, random-effects terms and offset of the model's rows; response and weights are empty.</param>
/// <param name="Basis">What prediction needs to make the same columns for new rows.</param>
internal sealed record ComponentDesign(ModelMatrices Matrices, TrainingBasis Basis);
