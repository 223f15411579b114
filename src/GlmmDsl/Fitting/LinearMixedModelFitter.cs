using GlmmDsl.Design;

namespace GlmmDsl.Fitting;

/// <summary>Fits linear mixed models (and, without random terms, linear models) by ML or REML.</summary>
internal static class LinearMixedModelFitter
{
    /// <summary>Fits a model.</summary>
    /// <param name="matrices">The design.</param>
    /// <param name="reml">Restricted maximum likelihood, else maximum likelihood.</param>
    /// <param name="progress">Told of every evaluation.</param>
    /// <param name="cancellationToken">Checked between evaluations and inside long ones.</param>
    public static LinearMixedSolution Fit(
        ModelMatrices matrices, bool reml, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException(matrices.ToString() + reml + progress + cancellationToken);
}
