using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Linear.Search;

namespace GlmmDsl.Fitting.Linear;

/// <summary>Fits linear mixed models (and, without random terms, linear models) by ML or REML.</summary>
internal static class LinearMixedModelFitter
{
    /// <summary>Fits a model.</summary>
    /// <param name="matrices">The design.</param>
    /// <param name="reml">Restricted maximum likelihood, else maximum likelihood.</param>
    /// <param name="progress">Told of every evaluation.</param>
    /// <param name="cancellationToken">Checked between evaluations and inside long ones.</param>
    /// <exception cref="ModelDataException">No degree of freedom, or nothing, is left for the residual variance.</exception>
    public static LinearMixedSolution Fit(
        ModelMatrices matrices, bool reml, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        progress?.Report(new FitProgress(FitStage.CrossProducts));
        LinearProblem problem = LinearProblem.Create(matrices, cancellationToken);
        return problem.Solve(new SearchOptions { IsReml = reml }, progress, cancellationToken);
    }

    /// <summary>Fits a model to cross-products, whether rows are at hand (<see cref="ModelMatrices.HasRows"/>) or not.</summary>
    /// <param name="matrices">The design; without rows its columns are empty.</param>
    /// <param name="groups">Its grouping factors.</param>
    /// <param name="products">The cross-products of its columns, about the columns' means.</param>
    /// <param name="reml">Restricted maximum likelihood, else maximum likelihood.</param>
    /// <param name="progress">Told of every evaluation.</param>
    /// <param name="cancellationToken">Checked between evaluations and inside long ones.</param>
    /// <exception cref="ModelDataException">No degree of freedom, or nothing, is left for the residual variance.</exception>
    public static LinearMixedSolution Fit(
        ModelMatrices matrices,
        ImmutableArray<GroupColumns> groups,
        CrossProductBlocks products,
        bool reml,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        new LinearProblem(matrices, groups, products, cancellationToken: cancellationToken).Solve(new SearchOptions { IsReml = reml }, progress, cancellationToken);
}
