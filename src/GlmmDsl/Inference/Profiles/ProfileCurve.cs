using System.Collections.Immutable;

namespace GlmmDsl.Inference.Profiles;

/// <summary>
/// The profile of one parameter: points on both sides of the estimate, ζ = ±√(d − d̂) at each, and the values where ζ has a given size, which are solved for
/// and not interpolated. Immutable: limits start from the points of the walk, whatever other limits were asked for.
/// </summary>
internal sealed class ProfileCurve
{
    /// <summary>How far ζ moves between points of the walk.</summary>
    private const double Stride = 0.5;

    private const int MostPoints = 60;
    private const int MostSolves = 60;

    /// <summary>Steps of ζ's scale after which a parameter without bound is taken to run to infinity.</summary>
    private const double Farthest = 1e5;

    /// <summary>ζ is this near to what is sought when the interpolation through it is exact to more digits than are read.</summary>
    private const double NearEnough = 1e-6;

    private readonly Func<CancellationToken, ProfileSolver> solver;
    private readonly ProfileRange range;
    private readonly SolvedPoint centre;
    private readonly ImmutableArray<SolvedPoint> below;
    private readonly ImmutableArray<SolvedPoint> above;

    /// <summary>Walks from the estimate to both sides.</summary>
    /// <param name="solver">Makes a workspace.</param>
    /// <param name="range">Where the parameter lives.</param>
    /// <param name="furthest">|ζ| to walk to.</param>
    /// <param name="cancellationToken">Ends the walk early.</param>
    public ProfileCurve(Func<CancellationToken, ProfileSolver> solver, ProfileRange range, double furthest, CancellationToken cancellationToken)
    {
        this.solver = solver;
        this.range = range;
        ProfileSolver own = solver(cancellationToken);
        centre = own.AtEstimate();
        below = [.. Walk(own, [centre], -1, furthest)];
        above = [.. Walk(own, [centre], 1, furthest)];
    }

    /// <summary>The points, from the smallest value, with ζ.</summary>
    public IEnumerable<ProfilePoint> Points =>
        below.Reverse().Concat(above.Skip(1)).Where(p => double.IsFinite(p.Deviance)).Select(p => new ProfilePoint(p.Value, p.Value < centre.Value ? -Size(p) : Size(p)));

    /// <summary>The value where ζ has a size: beyond it the profile is farther from the optimum. The bound of the parameter where ζ never gets so far, ±∞ where it has none.</summary>
    /// <param name="size">|ζ|.</param>
    /// <param name="side">−1 for the value below the estimate, 1 for the one above.</param>
    public double Limit(double size, int side)
    {
        ProfileSolver own = solver(CancellationToken.None);
        List<SolvedPoint> points = [.. side < 0 ? below : above];
        if (Bracket(points, size) < 0)
        {
            points = Walk(own, points, side, size);
        }

        double limit = Solve(own, points, size, side);
        if (!double.IsFinite(limit) || range.IsBound(limit))
        {
            return limit;
        }

        // The walk follows a valley; from the estimates another one may be lower by now.
        SolvedPoint fresh = own.Fresh(limit, centre.Curvature);
        if (Size(fresh) > size - 1e-4)
        {
            return limit;
        }

        List<SolvedPoint> lower = [fresh, .. points.Where(p => Size(p) < Size(fresh) || Math.Abs(p.Value - centre.Value) < Math.Abs(limit - centre.Value)).Where(p => Size(p) < size)];
        lower = [.. lower.OrderBy(p => side * p.Value)];
        return Solve(own, Walk(own, lower, side, size), size, side);
    }

    private double Size(SolvedPoint point) => Math.Sqrt(Math.Max(0, point.Deviance - centre.Deviance));

    /// <summary>The first of two neighbours between which ζ reaches a size; −1 where it does not.</summary>
    private int Bracket(List<SolvedPoint> points, double size) => points.FindIndex(p => Size(p) >= size) - 1 is var at && at >= 0 ? at : -1;

    /// <summary>Goes on from the last point until ζ is far enough, the parameter is at its bound, or it has run to infinity.</summary>
    private List<SolvedPoint> Walk(ProfileSolver own, List<SolvedPoint> points, int side, double furthest)
    {
        double step = points.Count == 1 ? 0.5 * range.Step : Math.Abs(points[^1].Value - points[^2].Value);
        while (points.Count < MostPoints && Size(points[^1]) < furthest && !(range.IsBound(points[^1].Value) && IsTowards(points[^1].Value, side)))
        {
            if (Math.Abs(points[^1].Value - centre.Value) > Farthest * range.Step)
            {
                break;
            }

            if (points.Count > 1)
            {
                double gained = Size(points[^1]) - Size(points[^2]);
                double wanted = Math.Min(Stride, furthest - Size(points[^1]) + 0.05);
                double last = Math.Abs(points[^1].Value - points[^2].Value);
                step = gained > 0 ? Math.Min(last * wanted / gained, 4 * last) : 4 * last;
            }

            SolvedPoint? next = Step(own, points, side, step);
            if (next is null)
            {
                break;
            }

            points.Add(next);
        }

        return points;
    }

    private bool IsTowards(double bound, int side) => bound == (side < 0 ? range.Lower : range.Upper);

    /// <summary>One step, shortened where the criterion has no value there, or where ζ jumps from the estimate far beyond what a step should bring.</summary>
    private SolvedPoint? Step(ProfileSolver own, List<SolvedPoint> points, int side, double step)
    {
        for (int attempt = 0; attempt < 30; attempt++)
        {
            double value = range.Clamp(points[^1].Value, side * step);
            if (value == points[^1].Value)
            {
                return null;
            }

            SolvedPoint next = own.At(value, points);
            if (double.IsFinite(next.Deviance) && (Size(next) - Size(points[^1]) < 3 * Stride || step < 1e-9 * range.Step))
            {
                return next;
            }

            step = 0.3 * Math.Abs(value - points[^1].Value);
        }

        return null;
    }

    /// <summary>The crossing between the first two neighbours around it, by inverse interpolation through the points nearest in ζ, kept inside the bracket.</summary>
    private double Solve(ProfileSolver own, List<SolvedPoint> points, double size, int side)
    {
        int at = Bracket(points, size);
        if (at < 0)
        {
            // ζ does not get so far: at the bound, on the way to infinity, or because the criterion cannot be computed any farther.
            SolvedPoint last = points[^1];
            bool ranAway = Math.Abs(last.Value - centre.Value) > Farthest * range.Step;
            return range.IsBound(last.Value) && IsTowards(last.Value, side) ? last.Value : ranAway ? side * double.PositiveInfinity : double.NaN;
        }

        (SolvedPoint inner, SolvedPoint outer) = (points[at], points[at + 1]);
        List<SolvedPoint> near = [.. points];
        for (int solve = 0; solve < MostSolves; solve++)
        {
            double guess = Interpolate(near, size, inner.Value, outer.Value);
            if (Math.Abs(outer.Value - inner.Value) <= 1e-13 * Math.Max(Math.Abs(inner.Value), Math.Abs(outer.Value)))
            {
                return guess;
            }

            SolvedPoint found = own.At(guess, near);
            if (!double.IsFinite(found.Deviance))
            {
                return double.NaN;
            }

            double reached = Size(found);
            near.Add(found);
            double before = Math.Abs(outer.Value - inner.Value);
            (inner, outer) = reached < size ? (found, outer) : (inner, found);
            if (Math.Abs(reached - size) < NearEnough)
            {
                return Interpolate(near, size, inner.Value, outer.Value);
            }

            if (solve > 3 && Math.Abs(outer.Value - inner.Value) > 0.5 * before)
            {
                // Interpolation gets nowhere: halve the bracket instead.
                SolvedPoint middle = own.At(0.5 * (inner.Value + outer.Value), near);
                near.Add(middle);
                (inner, outer) = Size(middle) < size ? (middle, outer) : (inner, middle);
            }
        }

        return 0.5 * (inner.Value + outer.Value);
    }

    /// <summary>The value at a ζ by the polynomial through the four points nearest in ζ (Neville); the secant of the bracket where that leaves it.</summary>
    private double Interpolate(List<SolvedPoint> points, double size, double inner, double outer)
    {
        SolvedPoint[] near = [.. points.OrderBy(p => Math.Abs(Size(p) - size)).DistinctBy(Size).Take(4)];
        double[] values = Array.ConvertAll(near, p => p.Value);
        for (int order = 1; order < near.Length; order++)
        {
            for (int i = 0; i < near.Length - order; i++)
            {
                double first = Size(near[i]), last = Size(near[i + order]);
                values[i] = (((size - last) * values[i]) + ((first - size) * values[i + 1])) / (first - last);
            }
        }

        (double low, double high) = inner < outer ? (inner, outer) : (outer, inner);
        return values[0] > low && values[0] < high ? values[0] : 0.5 * (inner + outer);
    }
}
