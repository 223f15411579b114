using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design.Checks;
using GlmmDsl.Design.Expressions;
using GlmmDsl.Design.Frame;
using GlmmDsl.Design.RandomEffects;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Products;

/// <summary>The pass over the rows of a table, all the data or a part.</summary>
internal static class ProductsOfRows
{
    /// <summary>Accumulates the rows of a table.</summary>
    /// <param name="schema">Formula and columns.</param>
    /// <param name="table">The rows.</param>
    /// <param name="options">Missing values, weights, functions.</param>
    /// <param name="moments">Moments of all rows, where the table is a part of them; null where it is all of them.</param>
    /// <param name="origins">The products of an earlier part, about whose origins those of this one are taken; null for its own means.</param>
    /// <param name="cancellationToken">Checked between blocks of rows.</param>
    /// <exception cref="FormulaException">The formula does not suit the table.</exception>
    /// <exception cref="ModelDataException">The rows do not suit the formula.</exception>
    public static DesignProducts Accumulate(
        ProductSchema schema,
        Table table,
        DesignOptions options,
        ImmutableDictionary<string, ImmutableArray<double>>? moments,
        DesignProducts? origins,
        CancellationToken cancellationToken)
    {
        DesignPlan plan = schema.Plan;
        var recorder = new BasisRecorder(null, moments);
        var evaluator = new ExpressionEvaluator(table, schema.Formula.Terms.Syntax.Text, recorder, options.Functions, cancellationToken);
        ModelFrame frame = ModelFrame.Evaluate(plan, table, evaluator, options, withResponse: true);
        (RowSelection rows, RowTally tally) = RowFilter.Choose(frame, table, options.Missing);

        var numbers = new Dictionary<string, double[][]>(StringComparer.Ordinal);
        var codes = new Dictionary<string, int[]>(StringComparer.Ordinal);
        var levels = new Dictionary<string, FactorLevels>(StringComparer.Ordinal);
        foreach (PlanVariable variable in CodedVariable.In(plan))
        {
            string key = ProductSchema.KeyOf(variable);
            FrameVariable values = frame.Coded(variable);
            if (values.Factor is FactorColumn factor)
            {
                codes[key] = rows.Take(factor.Array);
                levels[key] = FactorLevels.Of(factor.Levels, codes[key]);
            }
            else
            {
                numbers[key] = [.. values.Numbers.Select(rows.Take)];
            }
        }

        var cells = new CellColumns(numbers, codes, levels, rows.Count);
        (ImmutableArray<ProductColumn> fixedColumns, ImmutableArray<double[]> fixedValues) = cells.Of(plan.Fixed);
        (ImmutableArray<ProductGroup> groups, ImmutableArray<GroupColumns> groupValues) = Groups(plan, frame, rows, cells);
        ModelMatrices matrices = Matrices(plan, frame, rows, fixedValues);
        ExtremeNumbers.Refuse(frame.Response!.Name, matrices.Response);
        ExtremeNumbers.Refuse("offset", matrices.Offset ?? []);
        RefuseExtremes(fixedColumns, fixedValues);
        for (int f = 0; f < groups.Length; f++)
        {
            RefuseExtremes(groups[f].Columns, groupValues[f].Columns);
        }

        Origins own = OriginsOf(matrices, fixedColumns, groups, groupValues, origins);
        return new DesignProducts
        {
            Schema = schema,
            Factors = levels.ToImmutableDictionary(StringComparer.Ordinal),
            FixedColumns = fixedColumns,
            Groups = groups,
            Blocks = CrossProductBlocks.Accumulate(matrices, groupValues, own, 0, rows.Count, cancellationToken),
            Moments = recorder.Moments,
            ExpressionLevels = recorder.FactorLevels,
            Tally = tally,
            IsWeighted = matrices.Weights is not null,
            Fingerprint = RowFingerprint.Of(rows.Count, [matrices.Response, matrices.Weights], []),
        };
    }

    private static void RefuseExtremes(ImmutableArray<ProductColumn> columns, ImmutableArray<double[]> values)
    {
        for (int c = 0; c < columns.Length; c++)
        {
            if (columns[c].Numbers.Length > 0)
            {
                ExtremeNumbers.Refuse(string.Join(':', columns[c].Numbers.Select(n => n.Variable)), values[c]);
            }
        }
    }

    private static ModelMatrices Matrices(DesignPlan plan, ModelFrame frame, RowSelection rows, ImmutableArray<double[]> columns) => new()
    {
        Plan = plan,
        RowCount = rows.Count,
        Response = rows.Take(frame.Response!.Numbers[0]),
        Offset = ModelMatricesBuilder.SumOfOffsets(frame, rows),
        Weights = ModelMatricesBuilder.Weights(frame, rows),
        FixedNames = [],
        FixedColumns = [.. columns],
        FixedTermOfColumn = [],
        Random = [],
        SourceRows = rows.Rows,
        SpansIntercept = false,
    };

    private static (ImmutableArray<ProductGroup> Groups, ImmutableArray<GroupColumns> Values) Groups(
        DesignPlan plan, ModelFrame frame, RowSelection rows, CellColumns cells)
    {
        var groups = ImmutableArray.CreateBuilder<ProductGroup>();
        var values = ImmutableArray.CreateBuilder<GroupColumns>();
        foreach (IGrouping<string, PlanRandomTerm> terms in plan.Random.GroupBy(GroupIndex.KeyOf, StringComparer.Ordinal))
        {
            FactorColumn[] variables = [.. terms.First().Group.Select(frame.Group)];
            (ProductGroup group, int[] codes) = GroupOf(terms.Key, variables, rows);
            (ImmutableArray<ProductColumn> columns, ImmutableArray<double[]> columnValues) = cells.Of(terms.SelectMany(t => t.Terms));
            groups.Add(group with { Columns = columns });
            var factor = new GroupingFactor(terms.Key, [.. new string[group.Count]], codes);
            values.Add(new GroupColumns(factor, columnValues, [], []));
        }

        return (groups.ToImmutable(), values.ToImmutable());
    }

    private static (ProductGroup Group, int[] Codes) GroupOf(string key, FactorColumn[] variables, RowSelection rows)
    {
        FactorLevels[] levels = new FactorLevels[variables.Length];
        var labels = new List<ImmutableArray<string>>();
        int[] codes = [];
        for (int i = 0; i < variables.Length; i++)
        {
            OccurringLevels occurring = OccurringLevels.Of(variables[i], rows);
            levels[i] = FactorLevels.Of(variables[i].Levels, rows.Take(variables[i].Array));
            if (i == 0)
            {
                codes = occurring.Codes;
                labels.Add(occurring.Levels);
                continue;
            }

            int width = occurring.Levels.Length;
            (long[] combinations, codes) = Combinations.Of(codes, labels[0].Length, occurring.Codes, width);
            labels = [.. labels.Select(l => combinations.Select(c => l[(int)(c / width)]).ToImmutableArray())];
            labels.Add([.. combinations.Select(c => occurring.Levels[(int)(c % width)])]);
        }

        var counts = new long[labels[0].Length];
        foreach (int code in codes)
        {
            counts[code]++;
        }

        return (new ProductGroup(key, [.. levels], [.. labels], [.. counts], []), codes);
    }

    /// <summary>Means for numbers; zero in the cells of factors: a part of the data may have no rows there, and then has nothing to add.</summary>
    private static Origins OriginsOf(
        ModelMatrices matrices,
        ImmutableArray<ProductColumn> columns,
        ImmutableArray<ProductGroup> groups,
        ImmutableArray<GroupColumns> groupValues,
        DesignProducts? earlier)
    {
        Origins means = Origins.Means(matrices, groupValues, 0, matrices.RowCount);
        double[] fixedOrigins = Chosen(columns, means.Fixed, earlier?.FixedColumns, earlier?.Blocks.Origins.Fixed);
        fixedOrigins[^1] = earlier?.Blocks.Origins.Fixed[^1] ?? means.Fixed[^1];
        return new Origins(
            fixedOrigins,
            [.. groups.Select((g, i) => Chosen(g.Columns, means.Groups[i], earlier?.Groups[i].Columns, earlier?.Blocks.Origins.Groups[i]))]);
    }

    private static double[] Chosen(ImmutableArray<ProductColumn> columns, double[] means, ImmutableArray<ProductColumn>? earlier, double[]? origins)
    {
        Dictionary<string, double> known = [];
        for (int i = 0; i < (earlier?.Length ?? 0); i++)
        {
            known[earlier!.Value[i].Key] = origins![i];
        }

        var chosen = new double[means.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            chosen[i] = !columns[i].Cell.IsEmpty ? 0 : known.TryGetValue(columns[i].Key, out double origin) ? origin : means[i];
        }

        return chosen;
    }
}
