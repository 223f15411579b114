using GlmmDsl.Covariance;
using GlmmDsl.Design;

namespace GlmmDsl.Fitting.Generalized;

/// <summary>Some rows of a generalised model as a separate model, with the group levels that occur in them.</summary>
internal sealed class RemainingRows
{
    private readonly ModelMatrices all;
    private readonly Dictionary<GroupingFactor, int[]> levels = new(ReferenceEqualityComparer.Instance);

    /// <summary>Takes the rows.</summary>
    /// <param name="all">The design of all rows.</param>
    /// <param name="response">Their response.</param>
    /// <param name="rows">The indices of the rows that remain, ascending.</param>
    public RemainingRows(ModelMatrices all, GeneralizedResponse response, int[] rows)
    {
        this.all = all;
        Rows = rows;
        var groups = new Dictionary<GroupingFactor, GroupingFactor>(ReferenceEqualityComparer.Instance);
        foreach (GroupingFactor group in all.Random.Select(t => t.Group).Distinct(ReferenceEqualityComparer.Instance).Cast<GroupingFactor>())
        {
            int[] present = [.. rows.Select(i => group.Codes[i]).Distinct().Order()];
            var place = new int[group.Levels.Length];
            for (int level = 0; level < present.Length; level++)
            {
                place[present[level]] = level;
            }

            levels.Add(group, present);
            groups.Add(group, new GroupingFactor(group.Name, [.. present.Select(level => group.Levels[level])], [.. rows.Select(i => place[group.Codes[i]])]));
        }

        Matrices = all with
        {
            RowCount = rows.Length,
            Response = Of(all.Response)!,
            Offset = Of(all.Offset),
            Weights = Of(all.Weights),
            Trials = Of(all.Trials),
            FixedColumns = [.. all.FixedColumns.Select(c => Of(c)!)],
            Random = [.. all.Random.Select(t => t with { Group = groups[t.Group], Columns = [.. t.Columns.Select(Of)] })],
            SourceRows = [.. rows.Select(i => all.SourceRows[i])],
        };
        Response = response with { Totals = Of(response.Totals)!, Sizes = Of(response.Sizes)!, Frequencies = Of(response.Frequencies) };
    }

    /// <summary>The indices of the rows.</summary>
    public int[] Rows { get; }

    /// <summary>Their design.</summary>
    public ModelMatrices Matrices { get; }

    /// <summary>Their response.</summary>
    public GeneralizedResponse Response { get; }

    /// <summary>The conditional modes of all levels: 0 for those without rows here; NaN without a solution.</summary>
    public double[][,] Modes(GeneralizedSolution? solution) =>
        [.. all.Random.Select((term, t) => Spread(term, term.Width, solution?.ConditionalModes[t], new double[term.Width]))];

    /// <summary>Their covariances; for levels without rows here, the covariance of the population, Σ. NaN without a solution.</summary>
    public double[][,] ModeCovariances(GeneralizedSolution? solution)
    {
        int first = 0;
        var result = new List<double[,]>();
        for (int t = 0; t < all.Random.Length; t++)
        {
            RandomEffectsTerm term = all.Random[t];
            CovarianceStructure structure = CovarianceStructures.Of(term);
            var population = new double[term.Width * term.Width];
            if (solution is not null)
            {
                AddCovariance(structure.Template(solution.Theta.AsSpan(first, structure.Count)), population, term.Width);
            }

            result.Add(Spread(term, population.Length, solution?.ConditionalCovariances[t], population));
            first += structure.Count;
        }

        return [.. result];
    }

    /// <summary>Σ = ΛΛᵀ of one term, k × k.</summary>
    private static void AddCovariance(double[] lambda, double[] covariance, int k)
    {
        for (int column = 0; column < k; column++)
        {
            for (int i = column; i < k; i++)
            {
                for (int j = column; j < k; j++)
                {
                    covariance[(i * k) + j] += lambda[(i * k) + column] * lambda[(j * k) + column];
                }
            }
        }
    }

    private double[,] Spread(RandomEffectsTerm term, int width, double[,]? values, double[] absent)
    {
        var result = new double[term.Group.Levels.Length, width];
        for (int level = 0; level < term.Group.Levels.Length; level++)
        {
            for (int c = 0; c < width; c++)
            {
                result[level, c] = values is null ? double.NaN : absent[c];
            }
        }

        int[] present = levels[term.Group];
        for (int level = 0; level < present.Length && values is not null; level++)
        {
            for (int c = 0; c < width; c++)
            {
                result[present[level], c] = values[level, c];
            }
        }

        return result;
    }

    private double[]? Of(double[]? values) => values is null ? null : [.. Rows.Select(i => values[i])];
}
