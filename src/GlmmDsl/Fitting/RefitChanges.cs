using GlmmDsl.Design;

namespace GlmmDsl.Fitting;

/// <summary>What changes when a model is fitted again. Null means no change.</summary>
internal sealed record RefitChanges
{
    /// <summary>The response, n numbers: in a binomial model, the successes among each row's trials.</summary>
    public double[]? Response { get; init; }

    /// <summary>The weights of precision or frequency, n positive numbers.</summary>
    public double[]? Weights { get; init; }

    /// <summary>The trials of a binomial model, n positive numbers. Unless the response changes too, each row keeps its proportion of successes.</summary>
    public double[]? Trials { get; init; }

    /// <summary>The starting θ in user units; null for the engine's choice.</summary>
    public double[]? Start { get; init; }

    /// <summary>Whether a linear model is fitted by maximum likelihood, whatever it was fitted by.</summary>
    public bool IsMl { get; init; }

    /// <summary>Coefficients held at a fixed value: the index of the fixed-effects column, and the value. Their columns move into the offset.</summary>
    public IReadOnlyDictionary<int, double>? Coefficients { get; init; }

    /// <summary>The design with all changes except the start.</summary>
    /// <exception cref="InvalidOperationException">Coefficients held in a design without rows.</exception>
    public ModelMatrices Apply(ModelMatrices matrices)
    {
        matrices = matrices with
        {
            Response = Response ?? (Trials is null ? matrices.Response : Successes(matrices, Trials)),
            Weights = Weights ?? matrices.Weights,
            Trials = Trials ?? matrices.Trials,
        };
        if (Coefficients is not { Count: > 0 } held)
        {
            return matrices;
        }

        if (!matrices.HasRows)
        {
            throw new InvalidOperationException("This model was fitted to cross-products, without rows: holding a coefficient moves its column into the offset, which needs the rows. Fit the model to rows.");
        }

        double[] offset = matrices.Offset is { } given ? [.. given] : new double[matrices.RowCount];
        foreach ((int column, double value) in held.OrderBy(h => h.Key))
        {
            LinearAlgebra.VectorKernels.AddScaled(value, matrices.FixedColumns[column], offset);
        }

        int[] free = [.. Enumerable.Range(0, matrices.FixedColumns.Length).Where(j => !held.ContainsKey(j))];
        return matrices with
        {
            Offset = offset,
            FixedColumns = [.. free.Select(j => matrices.FixedColumns[j])],
            FixedNames = [.. free.Select(j => matrices.FixedNames[j])],
            FixedTermOfColumn = [.. free.Select(j => matrices.FixedTermOfColumn[j])],
        };
    }

    /// <summary>The proportions of the rows times other trials, whole numbers to rounding where they can be.</summary>
    private static double[] Successes(ModelMatrices matrices, double[] trials)
    {
        var successes = new double[trials.Length];
        for (int i = 0; i < trials.Length; i++)
        {
            double before = matrices.Trials?[i] ?? 1;
            double product = before > 0 ? matrices.Response[i] * trials[i] / before : 0;
            double whole = Math.Round(product);
            successes[i] = Math.Abs(product - whole) <= 1e-9 * Math.Max(1, product) ? whole : product;
        }

        return successes;
    }
}
