using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting.Columns;

namespace GlmmDsl.Fitting.Generalized.Rows;

/// <summary>One linear predictor of a model: its design, and the columns that its fixed part is computed in.</summary>
/// <param name="Predictor">What it stands for.</param>
/// <param name="Matrices">Its fixed-effects columns, random-effects terms and offset; of the conditional predictor the design of the model.</param>
/// <param name="Products">The cross-products of its fixed-effects columns, with their origins.</param>
/// <param name="Rank">Which of its columns are kept.</param>
/// <param name="Basis">The internal columns.</param>
internal sealed record PredictorColumns(Predictor Predictor, ModelMatrices Matrices, CrossProductBlocks Products, FixedRank Rank, FixedBasis Basis)
{
    /// <summary>The number of coefficients.</summary>
    public int Count => Basis.Kept.Length;
}
