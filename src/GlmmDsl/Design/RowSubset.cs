namespace GlmmDsl.Design;

/// <summary>The design of some of its rows: the same columns and levels, also those that no row has.</summary>
internal static class RowSubset
{
    /// <summary>Takes the rows.</summary>
    /// <param name="matrices">The design.</param>
    /// <param name="rows">The rows, ascending.</param>
    /// <exception cref="InvalidOperationException">A design without rows.</exception>
    public static ModelMatrices Of(ModelMatrices matrices, int[] rows)
    {
        if (!matrices.HasRows)
        {
            throw new InvalidOperationException("This model was fitted to cross-products, without rows: parts of them cannot be fitted. Fit the model to rows.");
        }

        // Terms of one group share it, and terms may share columns; so do linear predictors.
        var groups = new Dictionary<GroupingFactor, GroupingFactor>(ReferenceEqualityComparer.Instance);
        var columns = new Dictionary<double[], double[]>(ReferenceEqualityComparer.Instance);
        return Part(matrices);

        ModelMatrices Part(ModelMatrices matrices) => matrices with
        {
            RowCount = rows.Length,
            Response = matrices.Response.Length == 0 ? [] : Of(matrices.Response, rows),
            Offset = matrices.Offset is { } offset ? Of(offset, rows) : null,
            Weights = matrices.Weights is { } weights ? Of(weights, rows) : null,
            Trials = matrices.Trials is { } trials ? Of(trials, rows) : null,
            FixedColumns = [.. matrices.FixedColumns.Select(Column)],
            Random = [.. matrices.Random.Select(Term)],
            SourceRows = Array.ConvertAll(rows, row => matrices.SourceRows[row]),
            ZeroInflation = Component(matrices.ZeroInflation),
            Dispersion = Component(matrices.Dispersion),
        };

        ComponentDesign? Component(ComponentDesign? component) => component is null ? null : component with { Matrices = Part(component.Matrices) };

        RandomEffectsTerm Term(RandomEffectsTerm term)
        {
            if (!groups.TryGetValue(term.Group, out GroupingFactor? group))
            {
                groups.Add(term.Group, group = term.Group with { Codes = Array.ConvertAll(rows, row => term.Group.Codes[row]) });
            }

            return term with { Group = group, Columns = [.. term.Columns.Select(c => c is null ? null : Column(c))] };
        }

        double[] Column(double[] column)
        {
            if (!columns.TryGetValue(column, out double[]? part))
            {
                columns.Add(column, part = Of(column, rows));
            }

            return part;
        }
    }

    private static double[] Of(double[] column, int[] rows) => Array.ConvertAll(rows, row => column[row]);
}
