using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Search;
using GlmmDsl.Fitting.Generalized.Separation;

namespace GlmmDsl.Fitting.Generalized;

/// <summary>Fits generalised linear mixed models (and, without random terms, generalised linear models) by maximum likelihood.</summary>
internal static class GeneralizedLinearMixedModelFitter
{
    private const double GlmTolerance = 1e-4;

    /// <summary>How often a search that ended short of an optimum is continued.</summary>
    private const int MostImprovements = 2;

    /// <summary>Fits a model.</summary>
    /// <param name="matrices">The design; its response and weights are not read.</param>
    /// <param name="response">The response.</param>
    /// <param name="options">The approximation and the information.</param>
    /// <param name="progress">Told of every evaluation.</param>
    /// <param name="cancellationToken">Checked between evaluations.</param>
    /// <exception cref="ModelDataException">The design cannot be fitted this way: quadrature with several grouping factors, a grid that is too large, or no valid start.</exception>
    public static GeneralizedSolution Fit(
        ModelMatrices matrices,
        GeneralizedResponse response,
        GeneralizedOptions options,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        Fit(matrices, response, options, null, progress, cancellationToken);

    /// <summary>Fits a model from a given start of θ, user units; null for moment estimates.</summary>
    /// <inheritdoc cref="Fit(ModelMatrices, GeneralizedResponse, GeneralizedOptions, IProgress{FitProgress}?, CancellationToken)"/>
    public static GeneralizedSolution Fit(
        ModelMatrices matrices,
        GeneralizedResponse response,
        GeneralizedOptions options,
        double[]? start,
        IProgress<FitProgress>? progress,
        CancellationToken cancellationToken)
    {
        progress?.Report(new FitProgress(FitStage.StartingValues));
        var problem = new GeneralizedProblem(matrices, response, options, cancellationToken);
        InnerProblem inner = problem.NewInner(cancellationToken);
        GlmStart.Set(inner);
        if (!inner.SolveProfiled(GlmTolerance) && !double.IsFinite(inner.Penalized))
        {
            throw UnsolvedProblem.Error(inner);
        }

        FixedBasis basis = problem.Basis;
        if (SeparatingDirection.Find(inner, response) is { } direction
            && SeparationLimit.Along(inner.Rows, response, basis, [.. basis.Kept.Select(k => matrices.FixedColumns[k])], direction) is { } limit)
        {
            return SeparatedFit.Fit(matrices, problem, limit, progress, cancellationToken);
        }

        Fitted fitted = problem.Layout.Parameters.Length == 0
            ? WithoutRandomTerms(matrices, problem, inner)
            : WithRandomTerms(matrices, problem, inner, start, progress, cancellationToken);
        OptimumVerdict verdict = GeneralizedVerdict.Judge(problem.Layout, fitted.Theta, fitted.Gradient, fitted.InverseHessian).Less(problem.Unidentified);
        GeneralizedSolutionBuilder builder = fitted.Builder;
        double[] theta = problem.Layout.ToUser(fitted.Theta);
        return new GeneralizedSolution
        {
            Options = options,
            Problem = problem,
            Matrices = matrices,
            Criterion = fitted.Value,
            Theta = theta,
            Kept = problem.Rank.Kept,
            Aliased = problem.Rank.Aliased,
            Beta = basis.Coefficients(fitted.Beta),
            Covariance = basis.Covariance(fitted.Covariance),
            JointCovariance = JointCovariance.Of(fitted.InverseHessian, fitted.Theta, problem.Coefficients, problem.Layout),
            ConditionalCovariance = basis.Covariance(fitted.ConditionalCovariance),
            ConditionalModes = builder.Modes,
            ConditionalCovariances = builder.ModeCovariances,
            LinearPredictor = builder.LinearPredictor,
            Fitted = builder.Fitted,
            FastEvaluations = fitted.FastEvaluations,
            JointEvaluations = fitted.JointEvaluations,
            Gradients = fitted.Gradients,
            GradientMaxAbs = UserUnits.Gradient(fitted.Gradient, theta, problem.Coefficients, problem.Layout).Select(Math.Abs).DefaultIfEmpty(0).Max(),
            Verdict = verdict.Verdict,
            VerdictReason = verdict.Reason,
            Vanished = verdict.Vanished,
            Unidentified = problem.Unidentified,
            Separation = null,
            MoreNodes = fitted.MoreNodes,
            Failure = inner.Failure,
            CriterionAt = (at, beta) => problem.ValueAt(at.Span, beta),
        };
    }

    private static Fitted WithoutRandomTerms(ModelMatrices matrices, GeneralizedProblem problem, InnerProblem inner)
    {
        inner.SolveProfiled(GeneralizedProblem.TightTolerance);
        var curvature = new WorkingCurvature(inner);
        var gradient = new double[inner.Beta.Length];
        for (int j = 0; j < gradient.Length; j++)
        {
            gradient[j] = -2 * (LinearAlgebra.VectorKernels.Dot(inner.Rows.Fixed[j], inner.Pass.Derivatives.Score[0]) - (inner.Penalty?.Slope(inner.Beta, j) ?? 0));
        }

        double[]? observed = curvature.FactorBordered(Information.Observed) ? curvature.FixedCovariance() : null;
        double[]? covariance = problem.Options.Information == Information.Observed ? observed
            : curvature.FactorBordered(Information.Expected) ? curvature.FixedCovariance() : null;
        covariance ??= NoCovariance(gradient.Length);
        double value = inner.Penalized + problem.Constant - inner.PriorPenalty;
        return new Fitted(value, inner.Beta, [], gradient, observed?.Select(v => v / 2).ToArray(), covariance, covariance)
        {
            Builder = new GeneralizedSolutionBuilder(matrices, inner, null),
            Gradients = 1,
        };
    }

    private static Fitted WithRandomTerms(
        ModelMatrices matrices,
        GeneralizedProblem problem,
        InnerProblem inner,
        double[]? start,
        IProgress<FitProgress>? progress,
        CancellationToken cancellationToken)
    {
        var search = new GeneralizedSearch(problem, inner, progress, cancellationToken);
        search.Run(start);
        if (!double.IsFinite(search.Value))
        {
            throw UnsolvedProblem.Error(inner);
        }

        return AtOptimum(matrices, problem, inner, search, MostImprovements, progress, cancellationToken);
    }

    /// <summary>Collects what is known at the optimum. If the search ended short of it, it is first continued with the exact Hessian.</summary>
    private static Fitted AtOptimum(
        ModelMatrices matrices,
        GeneralizedProblem problem,
        InnerProblem inner,
        GeneralizedSearch search,
        int improvements,
        IProgress<FitProgress>? progress,
        CancellationToken cancellationToken)
    {
        bool isFast = problem.Options.Approximation == Approximation.Fast;
        int p = inner.Beta.Length;
        QuadratureCheck? moreNodes = QuadratureCheck.Of(problem, search.Criterion);
        LaplaceCriterion laplace = search.Criterion as LaplaceCriterion ?? LaplaceAt(problem, inner, search.Point);
        var builder = new GeneralizedSolutionBuilder(matrices, inner, laplace.Inverse);
        double[] beta = [.. inner.Beta];
        double value = search.Value - inner.PriorPenalty;
        double[] conditional = search.Curvature.FactorBordered(problem.Options.Information) ? search.Curvature.FixedCovariance() : NoCovariance(p);

        // Last, because it leaves the optimum.
        progress?.Report(new FitProgress(FitStage.StandardErrors, search.JointEvaluations, search.Value));
        var hessian = new DifferencedHessian(search.Criterion, inner, search.Point, search.Hessian, cancellationToken);
        double[]? inverse = Invert(hessian, search, problem.Layout);
        if (improvements > 0 && inverse is not null && GeneralizedVerdict.IsShort(search.Gradient, inverse) && search.Improve(hessian.Values))
        {
            return AtOptimum(matrices, problem, inner, search, improvements - 1, progress, cancellationToken);
        }

        double[] covariance = inverse is null || isFast ? conditional : CoefficientsOf(inverse, search.Parameters);
        return new Fitted(value, beta, search.Point[search.Parameters.Theta], search.Gradient, inverse, covariance, conditional)
        {
            Builder = builder,
            FastEvaluations = search.FastEvaluations,
            JointEvaluations = search.JointEvaluations,
            Gradients = search.FastEvaluations + search.JointEvaluations + (2 * search.Point.Length) + 1,
            MoreNodes = moreNodes,
        };
    }

    /// <summary>The conditional covariances are those of the Laplace approximation, whatever the criterion.</summary>
    private static JointLaplaceCriterion LaplaceAt(GeneralizedProblem problem, InnerProblem inner, double[] point)
    {
        JointLaplaceCriterion laplace = problem.JointLaplace(inner);
        laplace.InnerTolerance = GeneralizedProblem.TightTolerance;
        laplace.Evaluate(point, new double[point.Length]);
        return laplace;
    }

    /// <summary>The inverse Hessian; if it is not positive definite, the inverse without the columns of Λ that are exactly 0.</summary>
    private static double[]? Invert(DifferencedHessian hessian, GeneralizedSearch search, CovarianceLayout layout)
    {
        var isFixed = new bool[search.Point.Length];
        if (hessian.Invert(isFixed) is { } whole)
        {
            return whole;
        }

        for (int j = 0; j < layout.Parameters.Length; j++)
        {
            int at = search.Parameters.ThetaAt(j);
            isFixed[at] = search.Point[at] == 0 && layout.Parameters[j].IsEntry;
        }

        return hessian.Invert(isFixed);
    }

    /// <summary>The covariance of the coefficients from that of all parameters: twice the block of the inverse Hessian.</summary>
    private static double[] CoefficientsOf(double[] inverse, ParameterLayout parameters)
    {
        int p = parameters.FixedCount;
        var result = new double[p * p];
        for (int i = 0; i < p; i++)
        {
            for (int j = 0; j < p; j++)
            {
                result[(i * p) + j] = 2 * inverse[parameters.At(i, j)];
            }
        }

        return result;
    }

    private static double[] NoCovariance(int p)
    {
        var result = new double[p * p];
        Array.Fill(result, double.NaN);
        return result;
    }

    /// <summary>The result of both ways of fitting, in internal parameters.</summary>
    private sealed record Fitted(
        double Value, double[] Beta, double[] Theta, double[] Gradient, double[]? InverseHessian, double[] Covariance, double[] ConditionalCovariance)
    {
        public required GeneralizedSolutionBuilder Builder { get; init; }

        public int FastEvaluations { get; init; }

        public int JointEvaluations { get; init; }

        public int Gradients { get; init; }

        public QuadratureCheck? MoreNodes { get; init; }
    }
}
