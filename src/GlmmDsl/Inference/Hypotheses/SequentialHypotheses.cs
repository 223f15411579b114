using GlmmDsl.Fits;

namespace GlmmDsl.Inference.Hypotheses;

/// <summary>
/// Hypotheses of types I and II as lmerTest makes them: what is left of a term's columns after others, by least squares over the rows, each of which counts once. With
/// XᵀX = LDLᵀ, L unit lower triangular, the rows of Lᵀ test each column after those before it.
/// </summary>
internal static class SequentialHypotheses
{
    /// <summary>Type I: each term after those before it.</summary>
    public static IEnumerable<TermHypothesis> TypeOne(FittedModel model, FixedTerms terms)
    {
        int[] order = [.. Enumerable.Range(0, terms.Count)];
        double[,] rows = Rows(FixedGram.Of(model), order);
        for (int t = 0; t < terms.Terms.Length; t++)
        {
            if (!terms.Terms[t].IsIntercept)
            {
                yield return new TermHypothesis(terms.Terms[t].Name, Taken(rows, order, terms.Columns[t]));
            }
        }
    }

    /// <summary>Type II: each term after all that do not contain it; those that contain it come last. The columns of a term that none contains are tested as they are.</summary>
    public static IEnumerable<TermHypothesis> TypeTwo(FittedModel model, FixedTerms terms)
    {
        int[][] containing = Containment.Of(terms.Terms);
        double[,] gram = containing.Any(c => c.Length > 0) ? FixedGram.Of(model) : new double[0, 0];
        for (int t = 0; t < terms.Terms.Length; t++)
        {
            if (terms.Terms[t].IsIntercept)
            {
                continue;
            }

            if (containing[t].Length == 0)
            {
                yield return new TermHypothesis(terms.Terms[t].Name, terms.Units(terms.Columns[t]));
                continue;
            }

            int[] last = [.. terms.Columns[t], .. containing[t].SelectMany(u => terms.Columns[u])];
            int[] order = [.. Enumerable.Range(0, terms.Count).Except(last), .. last];
            yield return new TermHypothesis(terms.Terms[t].Name, Taken(Rows(gram, order), order, terms.Columns[t]));
        }
    }

    /// <summary>Lᵀ of XᵀX = LDLᵀ, the columns of X in an order.</summary>
    private static double[,] Rows(double[,] gram, int[] order)
    {
        int p = order.Length;
        var left = new double[p, p];
        var rows = new double[p, p];
        for (int i = 0; i < p; i++)
        {
            for (int j = 0; j < p; j++)
            {
                left[i, j] = gram[order[i], order[j]];
            }
        }

        for (int i = 0; i < p; i++)
        {
            rows[i, i] = 1;
            for (int j = i + 1; j < p; j++)
            {
                double factor = left[j, i] / left[i, i];
                rows[i, j] = factor;
                for (int k = i; k < p; k++)
                {
                    left[j, k] -= factor * left[i, k];
                }
            }
        }

        return rows;
    }

    /// <summary>The rows of some columns, in the order of the coefficients.</summary>
    private static double[,] Taken(double[,] rows, int[] order, int[] columns)
    {
        var result = new double[columns.Length, order.Length];
        for (int r = 0; r < columns.Length; r++)
        {
            int row = Array.IndexOf(order, columns[r]);
            for (int j = 0; j < order.Length; j++)
            {
                result[r, order[j]] = rows[row, j];
            }
        }

        return result;
    }
}
