using GlmmDsl.Fitting.Generalized.Rows;

namespace GlmmDsl.Fitting.Generalized.Inner;

/// <summary>
/// Finds a lower minimum of P(u) for a link with a pole inside its range (Poisson, μ = η²: η and −η have the same mean, and P is infinite where a row with a
/// positive count has η = 0). Along one random effect, the poles of its rows cut the line into cells, and P is convex in each; the cells are searched outwards
/// from the current one. With one scalar term this finds the global minimum, the dominant mode, at which the Laplace approximation must be made. With
/// more terms it finds the lowest minimum that can be reached by moving one random effect at a time.
/// </summary>
internal sealed class ModeSearch
{
    /// <summary>After this many cells without a lower minimum, the search in a direction stops.</summary>
    private const int Patience = 8;

    private const int MaxIterations = 60;

    private readonly InnerProblem inner;
    private readonly double pole;
    private readonly int[][] rowsOf;
    private readonly int[][] startOf;
    private readonly double[] eta;
    private readonly double[] slopes;
    private readonly double[] totals;
    private readonly double[] sizes;
    private readonly double[] moved;
    private readonly double[] score;
    private readonly double[] weights;
    private readonly double[] bends;
    private readonly double[] poles;
    private int count;

    /// <summary>Makes the workspace.</summary>
    /// <param name="inner">The inner problem.</param>
    /// <param name="pole">The η of mean 0.</param>
    public ModeSearch(InnerProblem inner, double pole)
    {
        this.inner = inner;
        this.pole = pole;
        GroupRows[] groups = inner.Rows.Groups;
        rowsOf = new int[groups.Length][];
        startOf = new int[groups.Length][];
        int largest = 0;
        for (int f = 0; f < groups.Length; f++)
        {
            (rowsOf[f], startOf[f]) = RowsByLevel(groups[f]);
            for (int level = 0; level < groups[f].Levels; level++)
            {
                largest = Math.Max(largest, startOf[f][level + 1] - startOf[f][level]);
            }
        }

        eta = new double[largest];
        slopes = new double[largest];
        totals = new double[largest];
        sizes = new double[largest];
        moved = new double[largest];
        score = new double[largest];
        weights = new double[largest];
        bends = new double[largest];
        poles = new double[largest];
    }

    /// <summary>Moves û to lower minima along single random effects; false when there is none. η of the inner problem moves with it.</summary>
    public bool TryImprove()
    {
        bool improved = false;
        GroupRows[] groups = inner.Rows.Groups;
        for (int f = 0; f < groups.Length; f++)
        {
            Span<double> u = inner.U.Of(groups, f);
            for (int level = 0; level < groups[f].Levels; level++)
            {
                for (int c = 0; c < groups[f].Width; c++)
                {
                    improved |= Gather(f, level, c) && Move(ref u[(level * groups[f].Width) + c], f, level);
                }
            }
        }

        return improved;
    }

    /// <summary>Collects the rows of a level with the slopes of their η in one random effect; false if all slopes are zero.</summary>
    private bool Gather(int f, int level, int column)
    {
        GroupRows group = inner.Rows.Groups[f];
        double[] lambda = inner.Templates.Values[f];
        int start = startOf[f][level];
        count = startOf[f][level + 1] - start;
        bool any = false;
        for (int i = 0; i < count; i++)
        {
            int row = rowsOf[f][start + i];
            eta[i] = inner.Pass.Eta[row];
            totals[i] = inner.Rows.Totals[row];
            sizes[i] = inner.Rows.Sizes[row];
            double slope = 0;
            for (int r = column; r < group.Width; r++)
            {
                slope += lambda[(r * group.Width) + column] * group.Value(r, row);
            }

            slopes[i] = slope;
            any |= slope != 0;
        }

        return any;
    }

    private bool Move(ref double effect, int f, int level)
    {
        int cells = 0;
        for (int i = 0; i < count; i++)
        {
            if (totals[i] > 0 && slopes[i] != 0)
            {
                poles[cells++] = (pole - eta[i]) / slopes[i];
            }
        }

        Array.Sort(poles, 0, cells);
        int right = 0;
        while (right < cells && poles[right] <= 0)
        {
            right++;
        }

        double best = Value(effect, 0, out _, out _);
        best -= 1e-9 * (1 + Math.Abs(best));
        double step = 0;
        for (int k = right, patience = Patience; k < cells && patience > 0; k++, patience--)
        {
            if (Minimise(effect, poles[k], k + 1 < cells ? poles[k + 1] : double.PositiveInfinity, ref best, ref step))
            {
                patience = Patience + 1;
            }
        }

        for (int k = right - 1, patience = Patience; k >= 0 && patience > 0; k--, patience--)
        {
            if (Minimise(effect, k > 0 ? poles[k - 1] : double.NegativeInfinity, poles[k], ref best, ref step))
            {
                patience = Patience + 1;
            }
        }

        if (step == 0)
        {
            return false;
        }

        effect += step;
        int start = startOf[f][level];
        for (int i = 0; i < count; i++)
        {
            inner.Pass.Eta[rowsOf[f][start + i]] += step * slopes[i];
        }

        return true;
    }

    /// <summary>Finds the minimum in one cell by Newton's method within a bracket; returns whether it is below the best so far, which it then replaces.</summary>
    private bool Minimise(double effect, double low, double high, ref double best, ref double step)
    {
        // Beyond the outermost pole ‖u‖² pulls back: the minimum is no farther out than the origin or the best point of any of the rows.
        double t = double.IsInfinity(low) ? high - Math.Max(1, Math.Abs(high + effect)) : double.IsInfinity(high) ? low + Math.Max(1, Math.Abs(low + effect)) : 0.5 * (low + high);
        for (int iteration = 0; iteration < MaxIterations && high > low; iteration++)
        {
            double value = Value(effect, t, out double slope, out double curvature);
            if (double.IsFinite(value))
            {
                // P is convex in the cell: the tangent bounds it from below.
                double reach = slope > 0 ? t - low : high - t;
                if (value - (Math.Abs(slope) * reach) > best)
                {
                    return false;
                }
            }

            (low, high) = slope > 0 ? (low, t) : (t, high);
            double newton = t - (slope / curvature);
            bool isInside = newton > low && newton < high;
            double next = isInside ? newton : double.IsInfinity(low) || double.IsInfinity(high) ? t + (slope > 0 ? -1 : 1) * Math.Max(1, Math.Abs(t)) : 0.5 * (low + high);
            bool isSettled = Math.Abs(next - t) < 1e-9 * (1 + Math.Abs(t));
            t = next;
            if (isSettled)
            {
                break;
            }
        }

        double reached = Value(effect, t, out _, out _);
        if (!(reached < best))
        {
            return false;
        }

        best = reached;
        step = t;
        return true;
    }

    /// <summary>The part of P that changes, at effect + t, with two derivatives.</summary>
    private double Value(double effect, double t, out double slope, out double curvature)
    {
        for (int i = 0; i < count; i++)
        {
            moved[i] = eta[i] + (t * slopes[i]);
        }

        double sum = inner.Kernel.Evaluate(moved.AsSpan(0, count), totals.AsSpan(0, count), sizes.AsSpan(0, count), score.AsSpan(0, count), weights.AsSpan(0, count), bends.AsSpan(0, count));
        double u = effect + t;
        slope = u;
        curvature = 1;
        for (int i = 0; i < count; i++)
        {
            slope -= score[i] * slopes[i];
            curvature += weights[i] * slopes[i] * slopes[i];
        }

        slope *= 2;
        curvature *= 2;
        return (-2 * sum) + (u * u);
    }

    private static (int[] Rows, int[] Start) RowsByLevel(GroupRows group)
    {
        var start = new int[group.Levels + 1];
        foreach (int code in group.Codes)
        {
            start[code + 1]++;
        }

        for (int level = 0; level < group.Levels; level++)
        {
            start[level + 1] += start[level];
        }

        var rows = new int[group.Codes.Length];
        int[] next = [.. start];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[next[group.Codes[row]]++] = row;
        }

        return (rows, start);
    }
}
