using System.Collections.Immutable;
using GlmmDsl.Design.Checks;
using GlmmDsl.Design.Frame;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Products;

/// <summary>What cross-products become when all parts are added up: the engine's input, without rows.</summary>
/// <param name="Design">The shape of the model, the basis of prediction, and notices.</param>
/// <param name="Groups">The grouping factors with their terms.</param>
/// <param name="Blocks">The cross-products of the coded columns about their means.</param>
internal sealed record ProductDesign(DesignResult Design, ImmutableArray<GroupColumns> Groups, CrossProductBlocks Blocks)
{
    /// <summary>Codes the factors by the levels that have rows.</summary>
    /// <exception cref="ModelDataException">No model can be fitted to these rows.</exception>
    public static ProductDesign Of(DesignProducts products)
    {
        DesignPlan plan = products.Schema.Plan;
        int rows = RowsOf(products);
        var notices = new List<Notice>();
        products.Tally.AddNotices(notices);
        var levels = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (PlanVariable variable in CodedVariable.In(plan).Where(v => v.IsCategorical))
        {
            levels[ProductSchema.KeyOf(variable)] = LevelsOf(variable, products, notices);
        }

        var coding = new ProductCoding(levels);
        (string Name, double[] Coefficients, int Term)[] columns =
            [.. plan.Fixed.SelectMany((term, i) => coding.Of(term, products.FixedColumns).Select(c => (c.Name, c.Coefficients, i)))];
        ProductTerms random = ProductTerms.Of(products, coding, notices);
        SaturatedGroups.Refuse(random.Terms, rows);
        CrossProductBlocks blocks = BlockRearrangement.Transform(random.InOrder(products.Blocks), Map([.. columns.Select(c => c.Coefficients)], products.FixedColumns.Length), random.Maps);
        blocks = blocks.MoveTo(MeansOf(blocks));
        RefuseConstant(plan, blocks);
        var matrices = new ModelMatrices
        {
            Plan = plan,
            RowCount = rows,
            HasRows = false,
            Fingerprint = products.Fingerprint,
            ColumnProducts = products.IsWeighted ? null : UnweightedColumnProducts.Of(blocks, random.Groups, random.Terms.Length),
            Response = [],
            Offset = null,
            Weights = null,
            FixedNames = [.. columns.Select(c => c.Name)],
            FixedColumns = [.. columns.Select(_ => Array.Empty<double>())],
            FixedTermOfColumn = [.. columns.Select(c => c.Term)],
            Random = random.Terms,
            SourceRows = [],
            SpansIntercept = FixedEffectsColumns.SpanIntercept(plan.Fixed),
        };
        var basis = new TrainingBasis
        {
            Moments = products.Moments,
            FactorLevels = products.ExpressionLevels,
            CodedLevels = CodedVariable.In(plan).Where(v => v.IsCategorical).ToImmutableDictionary(v => v, v => levels[ProductSchema.KeyOf(v)]),
            Groups = random.Indices,
            Columns = products.Schema.Columns,
            References = ProductReferenceColumns.Of(products, levels),
        };
        return new ProductDesign(new DesignResult(matrices, basis, [.. notices.OrderBy(n => n.Id)]), random.Groups, blocks);
    }

    /// <summary>The coefficients of columns side by side: (uncoded columns + 1) × columns.</summary>
    internal static double[,] Map(IReadOnlyList<double[]> columns, int uncoded)
    {
        var map = new double[uncoded + 1, columns.Count];
        for (int c = 0; c < columns.Count; c++)
        {
            for (int r = 0; r <= uncoded; r++)
            {
                map[r, c] = columns[c][r];
            }
        }

        return map;
    }

    private static int RowsOf(DesignProducts products) => products.Blocks.RowCount switch
    {
        0 => throw (products.Tally.Total == 0 ? new ModelDataException("There are no rows: there is nothing to fit.") : RowFilter.NoRowLeft(products.Tally)),
        > int.MaxValue => throw new ModelDataException(FormattableString.Invariant(
            $"The cross-products are of {products.Blocks.RowCount} rows; a fit can have {int.MaxValue} at most. Leave rows out.")),
        long rows => (int)rows,
    };

    private static ImmutableArray<string> LevelsOf(PlanVariable variable, DesignProducts products, List<Notice> notices)
    {
        FactorLevels all = products.Factors[ProductSchema.KeyOf(variable)];
        ImmutableArray<string> occurring = all.Occurring;
        CodedVariable.RefuseSingleLevel(variable.Name, occurring);
        var levels = new OccurringLevels(occurring, [], [.. all.Labels.Except(occurring, StringComparer.Ordinal)], all.RowCounts[0] == 0);
        levels.AddNotice(variable.Name, isCoded: true, notices);
        return occurring;
    }

    private static Origins MeansOf(CrossProductBlocks blocks)
    {
        double total = blocks.FixedBlock[0];
        double[] means = [.. blocks.Origins.Fixed.Select((origin, j) => Mean(origin, blocks.FixedBlock[j + 1], total))];
        return new Origins(means, [.. blocks.Origins.Groups.Select((g, f) => MeansOf(blocks, f, g, total))]);
    }

    private static double[] MeansOf(CrossProductBlocks blocks, int factor, double[] origins, double total)
    {
        int width = blocks.Widths[factor];
        var sums = new double[width];
        double[] diagonal = blocks.Diagonal[factor];
        for (int start = 0; start < diagonal.Length; start += width * width)
        {
            for (int c = 0; c < width; c++)
            {
                sums[c] += diagonal[start + c];
            }
        }

        return [.. origins.Select((origin, c) => Mean(origin, sums[c + 1], total))];
    }

    // A column that is constant at its origin stays there, so that its products stay exactly zero.
    private static double Mean(double origin, double sum, double total) =>
        Math.Abs(sum / total) <= 1e-13 * Math.Abs(origin) ? origin : origin + (sum / total);

    private static void RefuseConstant(DesignPlan plan, CrossProductBlocks blocks)
    {
        double mean = blocks.Origins.Fixed[^1];
        double variance = blocks.FixedBlock[^1] / blocks.FixedBlock[0];
        if (!(variance > 1e-26 * mean * mean))
        {
            throw new ModelDataException(
                FormattableString.Invariant($"The response '{plan.Response?.Name}' is constant: it is {mean:R} in every row used. A model needs a response that varies."), plan.Response?.Name);
        }
    }
}
