using System.Globalization;

namespace GlmmDsl.Formulas;

/// <summary>
/// Bounds the members of a typed model: a property for each fixed-effects column, two for each column of random effects (its variance and its
/// mode), one for each correlation. Computed from the numbers of levels, before any column is generated, since a short formula can have millions.
/// </summary>
public static class TypedMembers
{
    /// <summary>The most properties the results of one model have.</summary>
    public const int MostMembers = 10_000;

    /// <summary>About the most characters that these properties take.</summary>
    public const int MostCharacters = 3_000_000;

    /// <summary>The characters of a property apart from its column's names, and how often it repeats those.</summary>
    private const double CharactersOfMember = 150, NamesInMember = 4;

    private const int LongestQuotation = 40;

    /// <summary>Describes the term that makes the results of a model too large to be typed; null where none does.</summary>
    /// <param name="plan">The model's plan.</param>
    public static FormulaDiagnostic? TooMany(DesignPlan plan)
    {
        double members = 0, characters = 0;
        (TextSpan Span, string Name, string Parts, Size Size)? largest = null;
        foreach (PlanTerm term in plan.Fixed)
        {
            Columns columns = ColumnsOf(term);
            Add(term.Span, Quote(term.Name), columns.Count == 1 ? "a column" : Shown(columns.Count) + " columns", SizeOf(columns.Count, columns.Letters));
        }

        foreach (PlanRandomTerm term in plan.Random)
        {
            Columns columns = term.Terms.Select(ColumnsOf).Aggregate(default(Columns), (sum, one) => new(sum.Count + one.Count, sum.Letters + one.Letters, sum.Known + one.Known, sum.KnownLetters + one.KnownLetters));
            double correlations = term.IsIndependent ? 0 : columns.Known * (columns.Known - 1) / 2;
            Size size = SizeOf(2 * columns.Count, 2 * columns.Letters);
            if (correlations > 0)
            {
                size += SizeOf(correlations, (columns.Known - 1) * columns.KnownLetters);
            }

            string parts = $"{Shown(columns.Count)} columns of random effects with {Shown(correlations)} correlations";
            Add(term.Source.Span, $"'({Cut(string.Join(" + ", term.Terms.Select(t => t.IsIntercept ? "1" : t.Name)))} | {Cut(term.GroupName)})'", parts, size);
        }

        return largest is { } worst && (members > MostMembers || characters > MostCharacters)
            ? new FormulaDiagnostic(
                FormulaErrorKind.Limit,
                worst.Span,
                $"The term {worst.Name} gives {worst.Parts}: the typed results would have {Shown(members)} properties in {Shown(characters)} characters of code, and at most {Shown(MostMembers)} in {Shown(MostCharacters)} are generated. "
                + "Use fewer columns" + (worst.Parts.Contains("correlations") ? ", or diag(..), which has no correlations" : "")
                + "; or fit the formula at run time with MixedModel.Fit, whose results are found by R's names.")
            : null;

        void Add(TextSpan span, string name, string parts, Size size)
        {
            members += size.Members;
            characters += size.Characters;
            if (largest is null || size.Characters > largest.Value.Size.Characters)
            {
                largest = (span, name, parts, size);
            }
        }
    }

    /// <summary>The columns of a term that get properties; those that differ in levels known only from the rows share one.</summary>
    private static Columns ColumnsOf(PlanTerm term)
    {
        if (term.IsIntercept)
        {
            return new Columns(1, PlanTerm.InterceptName.Length, 1, PlanTerm.InterceptName.Length);
        }

        // The lengths of the names of a product's columns: each factor's labels occur in as many columns as the others have combinations.
        double count = 1, letters = 0;
        foreach (PlanFactor factor in term.Factors)
        {
            PlanVariable variable = factor.Variable;
            (double labels, double length) = variable.IsCategorical && variable.Levels.IsDefault ? (1, 0) : LabelsOf(factor);
            letters = (letters * labels) + (count * (length + (labels * (variable.Variable.Label.Length + 1))));
            count *= labels;
        }

        return term.AreLevelsKnown ? new Columns(count, letters, count, letters) : new Columns(count, letters, 0, 0);
    }

    private static (double Labels, double Length) LabelsOf(PlanFactor factor)
    {
        IReadOnlyList<string> labels = FactorLabels.Of(factor, v => v.Levels);
        return (labels.Count, labels.Sum(l => (double)l.Length));
    }

    private static Size SizeOf(double members, double letters) => new(members, (members * CharactersOfMember) + (letters * NamesInMember));

    private static string Shown(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Quote(string name) => "'" + Cut(name) + "'";

    private static string Cut(string name) => name.Length <= LongestQuotation ? name : name.Substring(0, LongestQuotation - 1) + "…";

    /// <summary>Numbers of columns and of the letters of their names; also counted separately for those whose names are known at build, which have typed correlations.</summary>
    private readonly record struct Columns(double Count, double Letters, double Known, double KnownLetters);

    private readonly record struct Size(double Members, double Characters)
    {
        public static Size operator +(Size left, Size right) => new(left.Members + right.Members, left.Characters + right.Characters);
    }
}
