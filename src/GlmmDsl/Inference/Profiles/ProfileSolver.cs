using GlmmDsl.Fitting;
using GlmmDsl.Optimization;

namespace GlmmDsl.Inference.Profiles;

/// <summary>Finds points of one parameter's profile: holds it and minimises over all others, from what is known of points nearby. One instance serves one thread.</summary>
/// <param name="criterion">The criterion with the parameter held.</param>
/// <param name="estimate">The estimate.</param>
/// <param name="most">A deviance that no point exceeds: of a correlation that of the models without one of its variances, which leave it open; else ∞.</param>
/// <param name="cancellationToken">Checked before every evaluation.</param>
internal sealed class ProfileSolver(HeldCriterion criterion, double estimate, double most, CancellationToken cancellationToken)
{
    private const double Tolerance = 1e-11;
    private const int MostEvaluations = 400;
    private const double DifferenceStep = 1e-4;

    private readonly QuasiNewton search = new(criterion);

    /// <summary>The estimate, where every profile begins.</summary>
    /// <exception cref="InvalidOperationException">The criterion has no value there.</exception>
    public SolvedPoint AtEstimate()
    {
        SolvedPoint solved = Solve(estimate, criterion.Start(), null);
        return double.IsFinite(solved.Deviance)
            ? solved
            : throw new InvalidOperationException("The criterion has no value at the estimates, so that there is no profile of it.");
    }

    /// <summary>The point of the profile at a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="known">Points that are known, in any order; the nearest give the start.</param>
    public SolvedPoint At(double value, IReadOnlyList<SolvedPoint> known)
    {
        SolvedPoint nearest = known.MinBy(p => Math.Abs(p.Value - value))!;
        SolvedPoint? second = known.Where(p => p.Value != nearest.Value).MinBy(p => Math.Abs(p.Value - value));
        double[] start = [.. nearest.Others];
        if (second is not null)
        {
            double share = Math.Clamp((value - nearest.Value) / (nearest.Value - second.Value), -1, 2);
            for (int i = 0; i < start.Length; i++)
            {
                start[i] += share * (nearest.Others[i] - second.Others[i]);
            }
        }

        SolvedPoint solved = Solve(value, start, nearest.Curvature);
        return double.IsFinite(solved.Deviance) ? solved : Fresh(value);
    }

    /// <summary>The point of the profile at a value, from the estimates of the others: it finds another valley where the walk followed one that is no longer the lowest.</summary>
    /// <param name="value">The value.</param>
    /// <param name="curvature">What is known of the curvature at the estimates; null to take it by differences.</param>
    public SolvedPoint Fresh(double value, double[]? curvature = null) => Solve(value, criterion.Start(), curvature);

    private SolvedPoint Solve(double value, double[] start, double[]? curvature)
    {
        criterion.Hold(value);
        criterion.Adjust(start);
        search.Minimise(start, c => Curvature(start, curvature, c), refresh: false, Tolerance, MostEvaluations, cancellationToken);
        return new SolvedPoint(value, Math.Min(search.Value, most), [.. search.Point], [.. search.Curvature]);
    }

    private void Curvature(double[] point, double[]? known, double[] target)
    {
        if (known is not null)
        {
            known.CopyTo(target, 0);
            return;
        }

        int n = point.Length;
        double[] moved = [.. point];
        double[] up = new double[n], down = new double[n];
        for (int j = 0; j < n; j++)
        {
            double step = DifferenceStep * Math.Max(1, Math.Abs(point[j]));
            moved[j] = point[j] + step;
            criterion.Evaluate(moved, up);
            moved[j] = point[j] - step;
            criterion.Evaluate(moved, down);
            moved[j] = point[j];
            for (int i = 0; i < n; i++)
            {
                target[(i * n) + j] = (up[i] - down[i]) / (2 * step);
            }
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double mean = 0.5 * (target[(i * n) + j] + target[(j * n) + i]);
                (target[(i * n) + j], target[(j * n) + i]) = (mean, mean);
            }
        }
    }
}
