using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design.Frame;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design;

/// <summary>A variable ready to become columns: numbers, or a factor with the levels that have rows.</summary>
internal sealed class CodedVariable
{
    private readonly PlanVariable variable;
    private readonly double[][] numbers;
    private readonly int[] codes;
    private readonly Dictionary<Coding, double[][]> contrasts = [];

    private CodedVariable(PlanVariable variable, double[][] numbers, ImmutableArray<string> levels, int[] codes)
    {
        this.variable = variable;
        this.numbers = numbers;
        this.codes = codes;
        Levels = levels;
    }

    /// <summary>A factor's levels that have rows, in order; empty for numbers.</summary>
    public ImmutableArray<string> Levels { get; }

    /// <summary>Whether it is a factor.</summary>
    public bool IsFactor => variable.IsCategorical;

    /// <summary>For each row the index of its level, -1 where missing (new rows only); empty for numbers.</summary>
    public int[] Codes => codes;

    /// <summary>The variables of a plan that become columns, each once: those of fixed-effects terms and left of bars.</summary>
    public static IEnumerable<PlanVariable> In(DesignPlan plan, bool withRandom = true) =>
        plan.Fixed.Concat(withRandom ? plan.Random.SelectMany(r => r.Terms) : []).SelectMany(t => t.Factors).Select(f => f.Variable).Distinct();

    /// <summary>Takes the rows used of a variable; levels without rows are dropped with a notice.</summary>
    /// <exception cref="ModelDataException">A factor with one level.</exception>
    public static CodedVariable Train(PlanVariable variable, FrameVariable values, RowSelection rows, List<Notice> notices)
    {
        if (values.Factor is not FactorColumn factor)
        {
            return new CodedVariable(variable, [.. values.Numbers.Select(rows.Take)], [], []);
        }

        OccurringLevels occurring = OccurringLevels.Of(factor, rows);
        RefuseSingleLevel(variable.Name, occurring.Levels);
        occurring.AddNotice(variable.Name, isCoded: true, notices);
        return new CodedVariable(variable, [], occurring.Levels, occurring.Codes);
    }

    /// <summary>Refuses a factor with one level.</summary>
    /// <exception cref="ModelDataException">The factor has one level with rows.</exception>
    public static void RefuseSingleLevel(string name, ImmutableArray<string> occurring)
    {
        if (occurring.Length < 2)
        {
            throw new ModelDataException(
                $"The factor '{name}' has one level with rows, {ValueText.QuoteFew(occurring)}: its effect cannot be told from the intercept. Leave it out of the formula.",
                name);
        }
    }

    /// <summary>Codes new rows with the levels of the fit.</summary>
    /// <exception cref="ModelDataException">A level that was not in the fit.</exception>
    public static CodedVariable ForNewRows(PlanVariable variable, FrameVariable values, ImmutableArray<string> levels, Table table)
    {
        if (values.Factor is not FactorColumn factor)
        {
            return new CodedVariable(variable, values.Numbers, [], []);
        }

        int[] indexOfLevel = LevelMap.Of(factor.Levels, levels);
        var codes = new int[factor.Count];
        for (int row = 0; row < codes.Length; row++)
        {
            int code = factor.Array[row];
            codes[row] = code < 0 ? -1 : indexOfLevel[code];
            if (code >= 0 && codes[row] < 0)
            {
                throw NewLevel.Error(variable.Name, factor.Levels[code], table.RowLabel(row), row);
            }
        }

        return new CodedVariable(variable, [], levels, codes);
    }

    /// <summary>Number of columns in an encoding.</summary>
    public int Width(Encoding encoding) => encoding switch
    {
        Encoding.Numeric => numbers.Length,
        Encoding.Indicators => Levels.Length,
        _ => Levels.Length - 1,
    };

    /// <summary>One column in an encoding; NaN where the value is missing. Numbers are handed out, not copied.</summary>
    public double[] Column(PlanFactor factor, int part)
    {
        if (factor.Encoding == Encoding.Numeric)
        {
            return numbers[part];
        }

        double[] valueOfLevel = ValueOfLevel(factor, part);
        var column = new double[codes.Length];
        for (int row = 0; row < column.Length; row++)
        {
            int code = codes[row];
            column[row] = code < 0 ? double.NaN : valueOfLevel[code];
        }

        return column;
    }

    /// <summary>Multiplies a column of numbers by one of this variable's columns, in place.</summary>
    public void MultiplyInto(double[] product, PlanFactor factor, int part)
    {
        if (factor.Encoding == Encoding.Numeric)
        {
            double[] column = numbers[part];
            for (int row = 0; row < product.Length; row++)
            {
                product[row] *= column[row];
            }

            return;
        }

        double[] valueOfLevel = ValueOfLevel(factor, part);
        for (int row = 0; row < product.Length; row++)
        {
            int code = codes[row];
            product[row] *= code < 0 ? double.NaN : valueOfLevel[code];
        }
    }

    private double[] ValueOfLevel(PlanFactor factor, int part)
    {
        if (factor.Encoding == Encoding.Contrasts)
        {
            if (!contrasts.TryGetValue(factor.Coding, out double[][]? columns))
            {
                columns = Contrasts.Of(factor.Coding, Levels.Length);
                contrasts.Add(factor.Coding, columns);
            }

            return columns[part];
        }

        var indicator = new double[Levels.Length];
        indicator[part] = 1;
        return indicator;
    }
}
