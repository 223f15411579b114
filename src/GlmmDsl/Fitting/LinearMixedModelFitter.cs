using System.Collections.Immutable;
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
    /// <exception cref="ModelDataException">No degree of freedom, or nothing, is left for the residual variance.</exception>
    public static LinearMixedSolution Fit(
        ModelMatrices matrices, bool reml, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        progress?.Report(new FitProgress("cross-products", 0, double.NaN));
        ImmutableArray<GroupColumns> groups = GroupColumns.Amalgamate(matrices.Random);
        Origins origins = Origins.Means(matrices, groups, 0, matrices.RowCount);
        CrossProductBlocks products = CrossProductBlocks.Accumulate(matrices, groups, origins, 0, matrices.RowCount, cancellationToken);
        return Fit(matrices, groups, products, reml, progress, cancellationToken);
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
        CancellationToken cancellationToken = default)
    {
        FixedRank rank = FixedRank.Decide(matrices, products);
        var basis = new FixedBasis(products, rank);
        var layout = new CovarianceLayout(groups, products);
        var system = new BlockedSystem(products, layout, basis);
        double freedom = system.RowCount - (reml ? system.FixedCount : 0);
        double constant = (2 * freedom * Math.Log(basis.ResponseScale)) - products.SumLogWeights + (reml ? 2 * basis.LogScales : 0);
        var evaluation = new LinearEvaluation(system, reml, constant);
        var criterion = new LinearCriterion(evaluation, progress);
        var search = new CovarianceSearch(criterion, layout, cancellationToken);
        search.Run(Start(layout));
        if (!double.IsFinite(search.Value))
        {
            throw new ModelDataException(
                "The fixed effects reproduce the response exactly: no residual variance is left to estimate. Use fewer fixed effects, or check that the response is not computed from them.");
        }

        LinearVerdict verdict = LinearVerdict.Judge(layout, search.Theta, search.Converged, search.Gradient, search.Hessian);
        var builder = new LinearSolutionBuilder(matrices, evaluation, basis);
        builder.Build(search.Theta);
        return new LinearMixedSolution
        {
            IsReml = reml,
            Criterion = search.Value,
            Theta = layout.ToUser(search.Theta),
            Sigma = Math.Sqrt(evaluation.Variance) * basis.ResponseScale,
            Kept = rank.Kept,
            Aliased = rank.Aliased,
            Beta = builder.Beta,
            Covariance = builder.Covariance,
            ConditionalModes = builder.Modes,
            ConditionalCovariances = builder.ModeCovariances,
            Fitted = builder.Fitted,
            ResidualSquares = builder.ResidualSquares,
            Evaluations = criterion.Evaluations,
            Gradients = criterion.Gradients,
            GradientMaxAbs = search.Gradient.Select(Math.Abs).DefaultIfEmpty(0).Max(),
            Verdict = verdict.Verdict,
            VerdictReason = verdict.Reason,
            Vanished = verdict.Vanished,
            CriterionAt = theta => new LinearEvaluation(system, reml, constant).Evaluate(layout.ToInternal(theta.Span)),
        };
    }

    /// <summary>The identity in the internal columns, as lme4 starts.</summary>
    private static double[] Start(CovarianceLayout layout) =>
        [.. layout.Parameters.Select(p => p.Row == p.Column ? 1.0 : 0.0)];
}
