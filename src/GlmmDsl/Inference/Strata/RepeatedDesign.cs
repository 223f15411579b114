using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Design.Expressions;
using GlmmDsl.Design.Frame;
using GlmmDsl.Formulas;

namespace GlmmDsl.Inference.Strata;

/// <summary>The data of a repeated-measures design as a table: one row a subject, one column a cell of the factors within subjects.</summary>
internal sealed class RepeatedDesign
{
    private RepeatedDesign(StratifiedFormula formula, ImmutableArray<string> subjects, RepeatedFactor[] between, RepeatedFactor[] within, double[,] responses, int replicates, bool isAveraged)
    {
        Formula = formula;
        Subjects = subjects;
        Between = between;
        Within = within;
        Responses = responses;
        Replicates = replicates;
        IsAveraged = isAveraged;
    }

    /// <summary>The formula.</summary>
    public StratifiedFormula Formula { get; }

    /// <summary>The subjects.</summary>
    public ImmutableArray<string> Subjects { get; }

    /// <summary>The factors between subjects, with a code for each subject.</summary>
    public RepeatedFactor[] Between { get; }

    /// <summary>The factors within subjects; the codes are those of rows.</summary>
    public RepeatedFactor[] Within { get; }

    /// <summary>Subjects × cells; the first factor within subjects varies slowest. Means where a subject has several rows in a cell.</summary>
    public double[,] Responses { get; }

    /// <summary>The number of cells within a subject.</summary>
    public int CellCount => Responses.GetLength(1);

    /// <summary>The number of rows in each cell of each subject where it is the same in all; else 1.</summary>
    public int Replicates { get; }

    /// <summary>Whether responses are means of several rows.</summary>
    public bool IsAveraged { get; }

    /// <summary>Reads a table.</summary>
    /// <exception cref="FormulaException">Unknown columns or functions.</exception>
    /// <exception cref="ModelDataException">Variables that are no factors, cells without rows, or missing values.</exception>
    public static RepeatedDesign Read(StratifiedFormula formula, Table table, DesignOptions options, CancellationToken cancellationToken)
    {
        // The model frame of the variables: each factor as a main effect, the subjects as a grouping factor.
        ModelTerms terms = formula.Terms;
        Variable[] variables = [.. terms.Fixed.SelectMany(t => t.Variables).Concat(formula.Within).Distinct()];
        var plain = terms with
        {
            Fixed = [.. variables.Select(v => new Term([v], v.Expression.Span))],
            Random = [new RandomTerm(CovarianceStructure.Unstructured, hasIntercept: true, [], [formula.Subject], formula.Subject.Expression.Span, formula.Subject.Expression.Span)],
        };
        string text = terms.Syntax.Text;
        DesignPlanResult planned = DesignPlan.Create(plain, new TableColumnTypes(table, options.Functions));
        DesignPlan plan = planned.Plan is { } p && planned.Diagnostics.IsEmpty ? p : throw new FormulaException(text, planned.Diagnostics);
        if (table.RowCount == 0)
        {
            throw new ModelDataException("The table has no rows: there is nothing to analyse.");
        }

        var evaluator = new ExpressionEvaluator(table, text, new BasisRecorder(), options.Functions, cancellationToken);
        ModelFrame frame = ModelFrame.Evaluate(plan, table, evaluator, options, withResponse: true);
        RowSelection rows = RowFilter.Choose(frame, table, options.Missing, []);
        frame.RefuseInfinite(rows);
        OccurringLevels subjects = OccurringLevels.Of(frame.Group(plan.Random[0].Group[0]), rows);
        RepeatedFactor[] factors = [.. plan.Fixed.Where(t => !t.IsIntercept).Select(t => Factor(t.Factors[0].Variable, frame, rows))];
        return Arrange(formula, subjects, factors, rows.Take(frame.Response!.Numbers[0]), frame.Response.Name);
    }

    private static RepeatedFactor Factor(PlanVariable variable, ModelFrame frame, RowSelection rows)
    {
        if (frame.Coded(variable).Factor is not { } factor)
        {
            throw new ModelDataException(
                $"{ValueText.Quote(variable.Name)} is a number, and an analysis of variance compares groups: declare it as a factor (--factor, Table.WithFactor), or write factor({variable.Variable.Label}) wherever the formula names it.",
                variable.Name);
        }

        OccurringLevels levels = OccurringLevels.Of(factor, rows);
        CodedVariable.RefuseSingleLevel(variable.Name, levels.Levels);
        return new RepeatedFactor(variable.Variable, levels.Levels, levels.Codes);
    }

    private static RepeatedDesign Arrange(StratifiedFormula formula, OccurringLevels subjects, RepeatedFactor[] factors, double[] response, string responseName)
    {
        RepeatedFactor[] varying = [.. factors.Where(f => VariesWithin(f, subjects))];
        RepeatedFactor[] within = formula.Within.IsEmpty
            ? varying
            : [.. formula.Within.Select(v => factors.Single(f => f.Variable.Equals(v)))];
        if (formula.Within.IsEmpty && within.Length > 1)
        {
            throw new ModelDataException(
                $"Several factors vary within subjects ({string.Join(", ", within.Select(w => w.Name))}), and each needs an error stratum: write Error({formula.Subject.Label}/({string.Join(" * ", within.Select(w => w.Name))})).");
        }

        if (within.Length == 0)
        {
            throw new ModelDataException($"No factor varies within the subjects of {ValueText.Quote(formula.Subject.Name)}: there are no repeated measures. Name the factors in the formula and write Error({formula.Subject.Label}/factor).");
        }

        if (varying.FirstOrDefault(f => !within.Contains(f)) is { } stray)
        {
            throw new ModelDataException(
                $"{ValueText.Quote(stray.Name)} varies within subject {ValueText.Quote(WhereVaries(stray, subjects))}: add it to the error term, Error({formula.Subject.Label}/({string.Join(" * ", within.Append(stray).Select(w => w.Name))})), or give the subjects of different groups different labels.",
                stray.Name);
        }

        int cells = within.Aggregate(1, (product, f) => checked(product * f.Levels.Length));
        var sums = new double[subjects.Levels.Length, cells];
        var counts = new int[subjects.Levels.Length, cells];
        for (int row = 0; row < response.Length; row++)
        {
            int cell = within.Aggregate(0, (index, f) => (index * f.Levels.Length) + f.Codes[row]);
            sums[subjects.Codes[row], cell] += response[row];
            counts[subjects.Codes[row], cell]++;
        }

        for (int s = 0; s < subjects.Levels.Length; s++)
        {
            for (int c = 0; c < cells; c++)
            {
                if (counts[s, c] == 0)
                {
                    throw new ModelDataException(
                        $"Subject {ValueText.Quote(subjects.Levels[s])} has no {responseName} in the cell {CellName(within, c)}: every subject needs a value in every cell. Leave the subject out, or fit a mixed model, which takes incomplete data.",
                        formula.Subject.Name);
                }

                sums[s, c] /= counts[s, c];
            }
        }

        int replicates = counts.Cast<int>().Distinct().Count() == 1 ? counts[0, 0] : 1;
        RepeatedFactor[] between = [.. factors.Where(f => !within.Contains(f)).Select(f => f with { Codes = OfSubjects(f, subjects) })];
        return new RepeatedDesign(formula, subjects.Levels, between, within, sums, replicates, counts.Cast<int>().Any(n => n > 1));
    }

    private static string CellName(RepeatedFactor[] within, int cell)
    {
        var names = new List<string>();
        foreach (RepeatedFactor factor in within.Reverse())
        {
            (cell, int level) = Math.DivRem(cell, factor.Levels.Length);
            names.Insert(0, $"{factor.Name} {ValueText.Quote(factor.Levels[level])}");
        }

        return string.Join(", ", names);
    }

    private static bool VariesWithin(RepeatedFactor factor, OccurringLevels subjects) => FirstVarying(factor, subjects) >= 0;

    private static string WhereVaries(RepeatedFactor factor, OccurringLevels subjects) => subjects.Levels[subjects.Codes[FirstVarying(factor, subjects)]];

    private static int FirstVarying(RepeatedFactor factor, OccurringLevels subjects)
    {
        int[] first = OfSubjects(factor, subjects);
        return Array.FindIndex([.. Enumerable.Range(0, factor.Codes.Length)], row => factor.Codes[row] != first[subjects.Codes[row]]);
    }

    private static int[] OfSubjects(RepeatedFactor factor, OccurringLevels subjects)
    {
        var codes = new int[subjects.Levels.Length];
        for (int row = factor.Codes.Length - 1; row >= 0; row--)
        {
            codes[subjects.Codes[row]] = factor.Codes[row];
        }

        return codes;
    }
}
