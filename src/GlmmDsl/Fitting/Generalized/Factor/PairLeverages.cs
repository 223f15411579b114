using GlmmDsl.Fitting.Generalized.Rows;

namespace GlmmDsl.Fitting.Generalized.Factor;

/// <summary>The leverages of pairs of linear predictors, A_kl = z_kᵀĤz_l with z_k the random-effects columns of predictor k, where several predictors have random terms.</summary>
internal sealed class PairLeverages(GeneralizedRows rows, PenalizedInverse inverse)
{
    /// <summary>Fills the leverages of a range of rows.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="leverages">One number per row.</param>
    /// <param name="k">A predictor.</param>
    /// <param name="l">A predictor.</param>
    public void Fill(int start, Span<double> leverages, int k, int l)
    {
        leverages.Clear();
        for (int f = 0; f < rows.Groups.Length; f++)
        {
            for (int g = 0; g <= f; g++)
            {
                for (int a = 0; a < rows.Groups[f].Width; a++)
                {
                    for (int b = 0; b < (f == g ? a + 1 : rows.Groups[g].Width); b++)
                    {
                        double times = Times(rows.Groups[f].Predictors[a], rows.Groups[g].Predictors[b], k, l, f == g && a == b);
                        if (times != 0)
                        {
                            Add(f, a, g, b, times, start, leverages);
                        }
                    }
                }
            }
        }
    }

    /// <summary>How often an unordered pair of columns occurs in z_kᵀĤz_l.</summary>
    private static int Times(int first, int second, int k, int l, bool isSame) =>
        k == l ? (first == k && second == k ? (isSame ? 1 : 2) : 0)
        : (first == k && second == l) || (first == l && second == k) ? 1 : 0;

    private void Add(int f, int a, int g, int b, double times, int start, Span<double> leverages)
    {
        GroupRows first = rows.Groups[f], second = rows.Groups[g];
        int width = rows.LeadingWidth;
        for (int i = 0; i < leverages.Length; i++)
        {
            int row = start + i;
            double entry;
            if (f == 0)
            {
                entry = inverse.Leading[(first.Codes[row] * width * width) + (a * width) + b];
            }
            else if (g == 0)
            {
                entry = inverse.Pairs[((first.Slots[row] + a) * width) + b];
            }
            else
            {
                entry = inverse.Trailing[rows.Trailing.OfRow(f, g, row) + (a * rows.Trailing.Stride(g)) + b];
            }

            leverages[i] += times * entry * first.Value(a, row) * second.Value(b, row);
        }
    }
}
