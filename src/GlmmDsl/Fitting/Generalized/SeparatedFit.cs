using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Generalized.Search;
using GlmmDsl.Fitting.Generalized.Separation;

namespace GlmmDsl.Fitting.Generalized;

/// <summary>
/// The fit of separated outcomes: the limit of the likelihood. The rows that the separation decides have probability 1 there, whatever the random effects, and
/// the other rows are fitted by themselves. So the criterion is a limit that no finite estimates reach; coefficients are finite, ±∞ or undetermined.
/// </summary>
internal static class SeparatedFit
{
    /// <summary>Fits the rows that the separation does not decide, and puts the limit together.</summary>
    /// <param name="matrices">The design of all rows.</param>
    /// <param name="problem">The problem of all rows.</param>
    /// <param name="limit">Where the fixed effects separate them.</param>
    /// <param name="progress">Told of every evaluation.</param>
    /// <param name="cancellationToken">Checked between evaluations.</param>
    public static GeneralizedSolution Fit(
        ModelMatrices matrices, GeneralizedProblem problem, SeparationLimit limit, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        var rest = new RemainingRows(matrices, problem.Response, [.. Enumerable.Range(0, matrices.RowCount).Where(i => limit.Sides[i] == 0)]);
        GeneralizedSolution? inner = null;
        if (rest.Rows.Length > 0)
        {
            try
            {
                inner = GeneralizedLinearMixedModelFitter.Fit(rest.Matrices, rest.Response, problem.Options, progress, cancellationToken);
            }
            catch (ModelDataException)
            {
                // The remaining rows cannot be fitted by themselves: only the signs of the infinite coefficients are known.
            }
        }

        limit = Complete(matrices, problem, limit, rest, inner);
        return Compose(matrices, problem, limit, rest, inner);
    }

    /// <summary>The limit with the finite coefficients of the remaining rows; if those are separated too, their limit is added.</summary>
    private static SeparationLimit Complete(ModelMatrices matrices, GeneralizedProblem problem, SeparationLimit limit, RemainingRows rest, GeneralizedSolution? inner)
    {
        int p = problem.Rank.Kept.Length;
        if (inner is null)
        {
            double unknown = rest.Rows.Length > 0 ? double.NaN : 0;
            return limit with { Finite = [.. Enumerable.Repeat(unknown, p)] };
        }

        double[] finite = Spread(inner.Kept, problem.Rank.Kept, inner.Limit?.Finite ?? inner.Beta);
        if (inner.Limit is { } next)
        {
            sbyte[] sides = [.. limit.Sides];
            for (int i = 0; i < rest.Rows.Length; i++)
            {
                sides[rest.Rows[i]] = next.Sides[i];
            }

            double[][] columns = [.. problem.Rank.Kept.Select(k => matrices.FixedColumns[k])];
            double[] direction = Spread(inner.Kept, problem.Rank.Kept, next.Direction);
            limit = limit.Then(problem.Rows, problem.Response, problem.Basis, columns, direction, sides);
        }

        return limit with { Finite = finite };
    }

    private static GeneralizedSolution Compose(
        ModelMatrices matrices, GeneralizedProblem problem, SeparationLimit limit, RemainingRows rest, GeneralizedSolution? inner)
    {
        int p = problem.Rank.Kept.Length;
        double[] beta = limit.Coefficients();
        ImmutableArray<int> kept = problem.Rank.Kept;
        double[] theta = inner?.Theta ?? [.. Enumerable.Repeat(double.NaN, problem.Layout.Parameters.Length)];
        bool isComplete = rest.Rows.Length == 0;
        var predictor = new double[matrices.RowCount];
        var fitted = new double[matrices.RowCount];
        for (int i = 0; i < predictor.Length; i++)
        {
            predictor[i] = limit.Sides[i] == 0 ? double.NaN : SeparationLimit.Value(limit.Sides[i], 0);
            fitted[i] = limit.Sides[i] == 0 ? double.NaN : problem.Response.Kernel.Mean(predictor[i]);
        }

        for (int i = 0; i < rest.Rows.Length && inner is not null; i++)
        {
            predictor[rest.Rows[i]] = inner.LinearPredictor[i];
            fitted[rest.Rows[i]] = inner.Fitted[i];
        }

        double criterion = inner?.Criterion ?? (isComplete ? 0 : double.NaN);
        return new GeneralizedSolution
        {
            Options = problem.Options,
            Problem = problem,
            Matrices = matrices,
            Criterion = criterion,
            Theta = theta,
            Kept = kept,
            Aliased = problem.Rank.Aliased,
            Beta = beta,
            StackedBeta = beta,
            StackedCovariance = null,
            Others = [],
            Response = problem.Response,
            Covariance = Covariance(kept, beta, inner?.Kept, inner?.Covariance),
            JointCovariance = null,
            ConditionalCovariance = Covariance(kept, beta, inner?.Kept, inner?.ConditionalCovariance),
            ConditionalModes = rest.Modes(inner),
            ConditionalCovariances = rest.ModeCovariances(inner),
            LinearPredictor = predictor,
            Fitted = fitted,
            FastEvaluations = inner?.FastEvaluations ?? 0,
            JointEvaluations = inner?.JointEvaluations ?? 0,
            Gradients = inner?.Gradients ?? 0,
            GradientMaxAbs = inner?.GradientMaxAbs ?? double.NaN,
            Verdict = Verdict.NotConverged,
            VerdictReason = "the fixed effects separate the outcomes, so an estimate is infinite",
            Vanished = inner?.Vanished ?? [],
            Unidentified = inner?.Unidentified ?? [],
            MoreNodes = inner?.MoreNodes,
            Separation = Normalised(limit),
            Limit = limit,
            Failure = null,
            CriterionAt = (at, given) => given is null ? inner?.CriterionAt(at, null) ?? criterion : problem.ValueAt(at.Span, given),
        };
    }

    /// <summary>The covariance of the coefficients that the remaining rows identify; NaN for all others.</summary>
    private static double[,] Covariance(ImmutableArray<int> kept, double[] beta, ImmutableArray<int>? innerKept, double[,]? inner)
    {
        int p = kept.Length;
        var result = new double[p, p];
        for (int i = 0; i < p; i++)
        {
            for (int j = 0; j < p; j++)
            {
                int a = innerKept?.IndexOf(kept[i]) ?? -1, b = innerKept?.IndexOf(kept[j]) ?? -1;
                result[i, j] = a < 0 || b < 0 || !double.IsFinite(beta[i]) || !double.IsFinite(beta[j]) ? double.NaN : inner![a, b];
            }
        }

        return result;
    }

    /// <summary>Expands numbers for some of the kept columns to all of them, 0 for the others.</summary>
    private static double[] Spread(ImmutableArray<int> some, ImmutableArray<int> all, double[] values)
    {
        var result = new double[all.Length];
        for (int j = 0; j < some.Length; j++)
        {
            result[all.IndexOf(some[j])] = values[j];
        }

        return result;
    }

    /// <summary>The direction scaled to a largest entry of ±1. Entries that change no row noticeably compared with the others are rounding and become 0.</summary>
    private static double[] Normalised(SeparationLimit limit)
    {
        double most = limit.Direction.Select((d, j) => Math.Abs(d) * limit.Sizes[j]).Max();
        double[] clean = [.. limit.Direction.Select((d, j) => Math.Abs(d) * limit.Sizes[j] < 1e-5 * most ? 0 : d)];
        double largest = clean.Max(Math.Abs);
        return [.. clean.Select(d => d / largest)];
    }
}
