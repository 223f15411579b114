using GlmmDsl.Design;

namespace GlmmDsl.Fitting;

/// <summary>What changes when a model is fitted again. Null means no change.</summary>
internal sealed record RefitChanges
{
    /// <summary>The response, n numbers: in a binomial model, the successes among each row's trials.</summary>
    public double[]? Response { get; init; }

    /// <summary>The precision weights, n positive numbers.</summary>
    public double[]? Weights { get; init; }

    /// <summary>The starting θ in user units; null for moment estimates.</summary>
    public double[]? Start { get; init; }

    /// <summary>Coefficients held at a fixed value: the index of the fixed-effects column, and the value. Their columns move into the offset.</summary>
    public IReadOnlyDictionary<int, double>? Coefficients { get; init; }

    /// <summary>The design with all changes except the start.</summary>
    /// <exception cref="InvalidOperationException">Coefficients held in a design without rows.</exception>
    public ModelMatrices Apply(ModelMatrices matrices)
    {
        matrices = matrices with { Response = Response ?? matrices.Response, Weights = Weights ?? matrices.Weights };
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
}
