namespace GlmmDsl.Families;

/// <summary>
/// Derivatives of log f of all rows in their linear predictors, in arrays of one number per row. Which there are depends on the active predictors R, the conditional one and
/// those with random terms: the score of every predictor, W_kl = −∂²log f/∂η_k∂η_l for k in R, and T_klm = ∂³log f/∂η_k∂η_l∂η_m for k and l in R.
/// </summary>
internal sealed class RowDerivatives
{
    private readonly double[]?[] information;
    private readonly double[]?[] third;
    private (int Predictor, RowDerivatives View)? view;
    private double[][]? others;
    private double[][]? conditionalInformation;
    private double[][]? conditionalThird;

    /// <summary>Makes the arrays.</summary>
    /// <param name="active">For each predictor whether it is in R.</param>
    /// <param name="rows">The number of rows.</param>
    public RowDerivatives(ReadOnlySpan<bool> active, int rows)
    {
        Count = active.Length;
        Active = active.ToArray();
        Log = new double[rows];
        Score = new double[Count][];
        information = new double[Count * Count][];
        third = new double[Count * Count * Count][];
        for (int k = 0; k < Count; k++)
        {
            Score[k] = new double[rows];
            for (int l = k; l < Count; l++)
            {
                double[]? pair = Active[k] || Active[l] ? new double[rows] : null;
                information[(k * Count) + l] = information[(l * Count) + k] = pair;
                for (int m = l; m < Count; m++)
                {
                    int actives = (Active[k] ? 1 : 0) + (Active[l] ? 1 : 0) + (Active[m] ? 1 : 0);
                    SetThird(k, l, m, actives >= 2 ? new double[rows] : null);
                }
            }
        }
    }

    private RowDerivatives(RowDerivatives source, int without)
    {
        int[] kept = [.. Enumerable.Range(0, source.Count).Where(k => k != without)];
        Count = kept.Length;
        Active = [.. kept.Select(k => source.Active[k])];
        Log = source.Log;
        Score = [.. kept.Select(k => source.Score[k])];
        information = [.. from k in kept from l in kept select source.Information(k, l)];
        third = [.. from k in kept from l in kept from m in kept select source.Third(k, l, m)];
    }

    /// <summary>The number of predictors, K.</summary>
    public int Count { get; }

    /// <summary>W_0k for every k: if no other predictor is active, all the information there is.</summary>
    public double[][] ConditionalInformation => conditionalInformation ??= [.. Enumerable.Range(0, Count).Select(k => Information(0, k)!)];

    /// <summary>T_00k for every k: if no other predictor is active, all the third derivatives there are.</summary>
    public double[][] ConditionalThird => conditionalThird ??= [.. Enumerable.Range(0, Count).Select(k => Third(0, 0, k)!)];

    /// <summary>For each predictor whether it is in R.</summary>
    public bool[] Active { get; }

    /// <summary>log f.</summary>
    public double[] Log { get; }

    /// <summary>For each predictor its scores s_k = ∂log f/∂η_k.</summary>
    public double[][] Score { get; }

    /// <summary>W_kl, the same array for (k, l) and (l, k); null where neither is active.</summary>
    public double[]? Information(int k, int l) => information[(k * Count) + l];

    /// <summary>T_klm, the same array for every order of (k, l, m); null where fewer than two of them are active.</summary>
    public double[]? Third(int k, int l, int m) => third[(((k * Count) + l) * Count) + m];

    /// <summary>The derivatives of the other predictors, in the same arrays.</summary>
    /// <param name="predictor">The predictor to leave out.</param>
    public RowDerivatives Without(int predictor)
    {
        if (view is not { } known || known.Predictor != predictor)
        {
            view = known = (predictor, new RowDerivatives(this, predictor));
        }

        return known.View;
    }

    /// <summary>The other linear predictors, in an array that the next call fills again.</summary>
    /// <param name="predictor">The predictor to leave out.</param>
    /// <param name="eta">For each predictor, n numbers.</param>
    public double[][] Without(int predictor, double[][] eta)
    {
        others ??= new double[Count - 1][];
        for (int k = 0; k < others.Length; k++)
        {
            others[k] = eta[k < predictor ? k : k + 1];
        }

        return others;
    }

    private void SetThird(int k, int l, int m, double[]? values)
    {
        foreach ((int a, int b, int c) in new[] { (k, l, m), (k, m, l), (l, k, m), (l, m, k), (m, k, l), (m, l, k) })
        {
            third[(((a * Count) + b) * Count) + c] = values;
        }
    }
}
