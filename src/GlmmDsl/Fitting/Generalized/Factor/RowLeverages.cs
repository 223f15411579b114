using GlmmDsl.Fitting.Generalized.Rows;

namespace GlmmDsl.Fitting.Generalized.Factor;

/// <summary>The leverages aᵢ = zᵢᵀĤzᵢ of rows, from the selected inverse Ĥ = ΛM⁻¹Λᵀ.</summary>
internal sealed class RowLeverages(GeneralizedRows rows, PenalizedInverse inverse)
{
    private readonly PairLeverages? pairs = rows.HasMixedColumns ? new PairLeverages(rows, inverse) : null;

    /// <summary>Fills the leverages A_kl = z_kᵀĤz_l of a range of rows, z_k the random-effects columns of predictor k; k and l have random terms.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="leverages">One number per row.</param>
    /// <param name="k">A predictor.</param>
    /// <param name="l">A predictor.</param>
    public void Fill(int start, Span<double> leverages, int k, int l)
    {
        if (pairs is null)
        {
            Fill(start, leverages);
            return;
        }

        pairs.Fill(start, leverages, k, l);
    }

    /// <summary>Fills the leverages of a range of rows, all of whose random-effects columns belong to one predictor.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="leverages">One number per row.</param>
    private void Fill(int start, Span<double> leverages)
    {
        if (rows.Groups.Length == 0)
        {
            leverages.Clear();
            return;
        }

        SetLeading(start, leverages);
        for (int f = 1; f < rows.Groups.Length; f++)
        {
            if (rows.Trailing is SparseTrailing sparse)
            {
                AddPairs(rows.Groups[f], start, leverages);
                AddSparse(sparse, f, start, leverages);
            }
            else if (rows.Groups[0].IsIntercept && AreIntercepts(f))
            {
                AddIntercepts(f, start, leverages);
            }
            else
            {
                AddPairs(rows.Groups[f], start, leverages);
                AddTrailing(f, start, leverages);
            }
        }
    }

    private bool AreIntercepts(int last)
    {
        for (int f = 1; f <= last; f++)
        {
            if (!rows.Groups[f].IsIntercept)
            {
                return false;
            }
        }

        return true;
    }

    private void SetLeading(int start, Span<double> leverages)
    {
        GroupRows leading = rows.Groups[0];
        int k = leading.Width;
        int end = start + leverages.Length;
        for (int first = start; first < end;)
        {
            int level = leading.Codes[first];
            int last = Math.Min(end, rows.LevelStart[level + 1]);
            ReadOnlySpan<double> h = inverse.Leading.AsSpan(level * k * k, k * k);
            Span<double> part = leverages[(first - start)..(last - start)];
            if (leading.IsIntercept)
            {
                part.Fill(h[0]);
            }
            else
            {
                SetQuadratic(leading, first, h, part);
            }

            first = last;
        }
    }

    /// <summary>Computes the quadratic forms column by column, since all rows of a level share h.</summary>
    private static void SetQuadratic(GroupRows leading, int first, ReadOnlySpan<double> h, Span<double> part)
    {
        int k = leading.Width;
        part.Clear();
        for (int a = 0; a < k; a++)
        {
            ReadOnlySpan<double> left = leading.Columns[a] is { } column ? column.AsSpan(first, part.Length) : default;
            for (int b = 0; b <= a; b++)
            {
                double entry = (a == b ? 1 : 2) * h[(a * k) + b];
                ReadOnlySpan<double> right = leading.Columns[b] is { } other ? other.AsSpan(first, part.Length) : default;
                for (int i = 0; i < part.Length; i++)
                {
                    part[i] += entry * (left.IsEmpty ? 1 : left[i]) * (right.IsEmpty ? 1 : right[i]);
                }
            }
        }
    }

    /// <summary>Adds one trailing factor where all factors are intercepts: a row picks entries, and no products are needed.</summary>
    private void AddIntercepts(int f, int start, Span<double> leverages)
    {
        int m = rows.TrailingCount;
        GroupRows group = rows.Groups[f];
        ReadOnlySpan<int> codes = group.Codes.AsSpan(start, leverages.Length);
        ReadOnlySpan<int> slots = group.Slots.AsSpan(start, leverages.Length);
        double[] pairs = inverse.Pairs;
        double[] trailing = inverse.Trailing;
        for (int i = 0; i < codes.Length; i++)
        {
            int own = group.Offset + codes[i];
            leverages[i] += (2 * pairs[slots[i]]) + trailing[(own * m) + own];
        }

        for (int g = 1; g < f; g++)
        {
            GroupRows other = rows.Groups[g];
            ReadOnlySpan<int> others = other.Codes.AsSpan(start, leverages.Length);
            for (int i = 0; i < codes.Length; i++)
            {
                leverages[i] += 2 * trailing[((group.Offset + codes[i]) * m) + other.Offset + others[i]];
            }
        }
    }

    private void AddPairs(GroupRows group, int start, Span<double> leverages)
    {
        GroupRows leading = rows.Groups[0];
        int k = leading.Width;
        for (int i = 0; i < leverages.Length; i++)
        {
            int row = start + i;
            double sum = 0;
            for (int c = 0; c < group.Width; c++)
            {
                double inner = 0;
                int at = (group.Slots[row] + c) * k;
                for (int a = 0; a < k; a++)
                {
                    inner += inverse.Pairs[at + a] * leading.Value(a, row);
                }

                sum += inner * group.Value(c, row);
            }

            leverages[i] += 2 * sum;
        }
    }

    private void AddSparse(SparseTrailing layout, int f, int start, Span<double> leverages)
    {
        GroupRows group = rows.Groups[f];
        double[] values = inverse.Trailing;
        for (int g = 1; g <= f; g++)
        {
            GroupRows other = rows.Groups[g];
            double share = g == f ? 1 : 2;
            for (int i = 0; i < leverages.Length; i++)
            {
                int line = start + i;
                int at = layout.OfRow(f, g, line);
                double sum = 0;
                for (int c = 0; c < group.Width; c++, at += other.Width)
                {
                    double inner = 0;
                    for (int d = 0; d < other.Width; d++)
                    {
                        inner += values[at + d] * other.Value(d, line);
                    }

                    sum += inner * group.Value(c, line);
                }

                leverages[i] += share * sum;
            }
        }
    }

    private void AddTrailing(int f, int start, Span<double> leverages)
    {
        int m = rows.TrailingCount;
        GroupRows group = rows.Groups[f];
        for (int i = 0; i < leverages.Length; i++)
        {
            int line = start + i;
            int own = group.Offset + (group.Codes[line] * group.Width);
            double sum = 0;
            for (int c = 0; c < group.Width; c++)
            {
                ReadOnlySpan<double> row = inverse.Trailing.AsSpan((own + c) * m, m);
                double inner = 0;
                for (int d = 0; d < group.Width; d++)
                {
                    inner += row[own + d] * group.Value(d, line);
                }

                for (int g = 1; g < f; g++)
                {
                    GroupRows other = rows.Groups[g];
                    int at = other.Offset + (other.Codes[line] * other.Width);
                    for (int d = 0; d < other.Width; d++)
                    {
                        inner += 2 * row[at + d] * other.Value(d, line);
                    }
                }

                sum += inner * group.Value(c, line);
            }

            leverages[i] += sum;
        }
    }
}
