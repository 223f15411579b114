using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design.Expressions;
using GlmmDsl.Design.Frame;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design;

/// <summary>Finds the columns that predictors and offsets are made of, with the values that stand for the rows.</summary>
internal static class ReferenceColumns
{
    /// <summary>A numeric column of so few values counts as a factor in a reference grid, as in emmeans.</summary>
    private const int FewValues = 2;

    /// <summary>Summarises the columns over the rows used.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="frame">Its variables in all rows.</param>
    /// <param name="rows">The rows used.</param>
    /// <param name="frequencies">How many alike rows each row used stands for; null where each is one.</param>
    public static ImmutableArray<ReferenceColumn> Of(DesignPlan plan, ModelFrame frame, RowSelection rows, double[]? frequencies)
    {
        HashSet<string> asFactors = AsFactors(plan);
        return [.. Names(plan).Select(c => (asFactors.Contains(c.Name) ? OfDigits(c.Name, c.IsFixed, plan, frame.Columns, rows) : null)
            ?? Of(c.Name, c.IsFixed, frame.Columns, rows, frequencies, asFactors.Contains(c.Name))).OfType<ReferenceColumn>()];
    }

    /// <summary>Whether a column is read nowhere but as <c>factor(column)</c>.</summary>
    public static bool IsFactorAlone(DesignPlan plan, string name) =>
        plan.Terms.Offsets.Concat(CodedVariable.In(plan).Select(v => v.Variable.Expression)).Where(e => ReferencedNames.In(e).Contains(name))
            .All(e => e is CallSyntax { Function.Name: "factor" or "as.factor", Arguments: [{ Value: NameSyntax }] });

    /// <summary>The columns that predictors and offsets read, those of fixed effects first, each with whether it is one of these.</summary>
    public static IEnumerable<(string Name, bool IsFixed)> Names(DesignPlan plan)
    {
        IEnumerable<ExpressionSyntax> ofFixed = CodedVariable.In(plan, withRandom: false).Select(v => v.Variable.Expression);
        IEnumerable<ExpressionSyntax> others = plan.Terms.Offsets.Concat(CodedVariable.In(plan).Select(v => v.Variable.Expression));
        return ofFixed.SelectMany(ReferencedNames.In).Select(n => (n, true)).Concat(others.SelectMany(ReferencedNames.In).Select(n => (n, false)))
            .DistinctBy(c => c.n, StringComparer.Ordinal)
            .Where(c => plan.ColumnsUsed.Contains(c.n));
    }

    /// <summary>The columns that <c>factor(..)</c> makes factors.</summary>
    public static HashSet<string> AsFactors(DesignPlan plan) =>
        [.. CodedVariable.In(plan).Where(v => v.Kind == ColumnKind.Factor).SelectMany(v => ReferencedNames.In(v.Variable.Expression))];

    /// <summary>A numeric column with the mean and the deviation of its values, and the values themselves where they are few.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isFixed">Whether fixed effects read it.</param>
    /// <param name="values">The values in the rows used.</param>
    /// <param name="frequencies">How many alike rows each row stands for; null where each is one.</param>
    /// <param name="keepsAll">Whether all values are kept apart.</param>
    public static ReferenceColumn OfNumbers(string name, bool isFixed, double[] values, double[]? frequencies, bool keepsAll)
    {
        double total = 0, sum = 0, square = 0;
        double origin = values.Length == 0 ? 0 : values[0];
        var few = new List<double>();
        for (int i = 0; i < values.Length; i++)
        {
            double f = frequencies?[i] ?? 1;
            double d = values[i] - origin;
            total += f;
            sum += f * d;
            square += f * d * d;
            if (few.Count <= FewValues && !few.Contains(values[i]))
            {
                few.Add(values[i]);
            }
        }

        double mean = sum / total;
        return new ReferenceColumn(name, IsNumeric: true)
        {
            IsFixed = isFixed,
            Values = keepsAll ? [.. values.Distinct().Order()] : few.Count <= FewValues ? [.. few.Order()] : [],
            Mean = origin + mean,
            Deviation = Math.Sqrt(Math.Max(0, (square / total) - (mean * mean))),
        };
    }

    /// <summary>
    /// Numbers that the formula makes a factor, and whose levels a <c>double</c> does not name: dates, whole numbers of many digits. They stand for the rows by their
    /// levels; null for other columns.
    /// </summary>
    private static ReferenceColumn? OfDigits(string name, bool isFixed, DesignPlan plan, EvaluatedColumns columns, RowSelection rows)
    {
        if (!IsFactorAlone(plan, name) || columns.Find(name) is not NumberValue numbers || columns.FindFactor(name) is not { } factor)
        {
            return null;
        }

        ImmutableArray<string> levels = OccurringLevels.Of(factor, rows).Levels;
        return levels.SequenceEqual(rows.Take(numbers.Values).Distinct().Order().Select(NumberLabel.Of).Distinct())
            ? null
            : new ReferenceColumn(name, IsNumeric: false) { IsFixed = isFixed, Levels = levels };
    }

    private static ReferenceColumn? Of(string name, bool isFixed, EvaluatedColumns columns, RowSelection rows, double[]? frequencies, bool isAsFactor) => columns.Find(name) switch
    {
        NumberValue numbers => OfNumbers(name, isFixed, rows.Take(numbers.Values), frequencies, isAsFactor),
        FactorValue { Factor: { } factor } => new ReferenceColumn(name, IsNumeric: false) { IsFixed = isFixed, IsLogical = factor.IsLogical, Levels = OccurringLevels.Of(factor, rows).Levels },
        _ => null,
    };
}
