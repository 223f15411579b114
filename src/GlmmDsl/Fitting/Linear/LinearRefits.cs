using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.Fitting.Linear.Search;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear;

/// <summary>
/// Refits of a linear model in one workspace: of a small model a new workspace, modes and covariances for every response would cost as much as the search. Where the
/// search does not end at an optimum with finite estimates, the fit is done again as a whole, which finds the reason.
/// </summary>
internal sealed class LinearRefits : ResponseRefits
{
    private readonly LinearMixedSolution original;
    private readonly LinearProblem problem;
    private readonly ResponseChange change;
    private readonly LinearEvaluation evaluation;
    private readonly LinearCriterion criterion;
    private readonly CovarianceSearch search;
    private readonly SolutionRefits whole;
    private readonly CancellationToken cancellationToken;

    /// <summary>Makes the workspace.</summary>
    /// <param name="original">The fit.</param>
    /// <param name="cancellationToken">Ends a fit early.</param>
    public LinearRefits(LinearMixedSolution original, CancellationToken cancellationToken)
    {
        this.original = original;
        this.cancellationToken = cancellationToken;
        problem = original.Problem;
        change = problem.Change();
        evaluation = Choice.Factorisation.Workspace(change.System, original.IsReml, 0);
        criterion = new LinearCriterion(evaluation, null, cancellationToken);
        search = new CovarianceSearch(criterion, problem.Layout, SearchOptions.DefaultMaxIterations, cancellationToken);
        whole = new SolutionRefits(original, cancellationToken);
    }

    /// <inheritdoc/>
    public override RefitEstimates Fit(double[] response, double[]? start)
    {
        FixedBasis basis = change.Put(response);
        evaluation.Constant = problem.Constant(basis, original.IsReml);
        criterion.Restart();
        search.Run(start is null ? StartingValues.Of(change.System, cancellationToken) : problem.Layout.ToInternal(start), isThorough: start is null, looksFar: false);
        return Estimates(basis) ?? whole.Fit(response, start);
    }

    /// <summary>What the search found; null where that is no optimum, or not finite.</summary>
    private RefitEstimates? Estimates(FixedBasis basis)
    {
        if (!double.IsFinite(search.Value))
        {
            return null;
        }

        DifferentiatedPoint found = search.Found();
        CriterionRounding rounding = CriterionRounding.Of(change.System, found.ResidualSquare, found.FixedInverse, original.IsReml);
        double[] theta = problem.Layout.ToUser(search.Theta);
        double[] beta = basis.Coefficients(found.Estimates.Coefficients);
        double sigma = Math.Sqrt(found.Variance) * basis.ResponseScale;
        return LinearVerdict.IsOptimum(search.Stationarity, rounding.Criterion) && VectorKernels.AreFinite(theta) && VectorKernels.AreFinite(beta) && VectorKernels.AreFinite(found.FixedInverse) && double.IsFinite(sigma)
            ? new RefitEstimates(search.Value, beta, theta, sigma, original.Kept, IsConverged: true, IsSeparated: false)
            : null;
    }
}
