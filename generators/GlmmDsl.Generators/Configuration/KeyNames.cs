using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Configuration;

/// <summary>A generated type that represents what fits must have in common to be comparable.</summary>
/// <param name="Namespace">A namespace that belongs to this assembly.</param>
/// <param name="Name">The type, readable in an error message: <c>Visit_Score_by_Week_Arm</c>.</param>
/// <param name="Meaning">What it represents, in words.</param>
internal sealed record KeyType(string Namespace, string Name, string Meaning)
{
    /// <summary>The type in generated code.</summary>
    public string TypeName => "global::" + Namespace + "." + Name;
}

/// <summary>
/// Names the key types. A name depends only on the canonical key, so that separate models get the same keys. It is the readable
/// part if that determines the key, otherwise the readable part and a hash.
/// </summary>
internal static class KeyNames
{
    private const int LongestName = 80;
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal) { "by", "times", "without", "Intercept" };

    /// <summary>The key of the fits of one way to fit.</summary>
    /// <param name="way">The way.</param>
    /// <param name="declaration">The model.</param>
    /// <param name="plan">The plan of what the key represents; null if that part of the formula is wrong.</param>
    /// <returns>The key; null where there is no plan.</returns>
    public static KeyType? Of(FitWay way, ModelDeclaration declaration, DesignPlan? plan) =>
        (way, plan) switch
        {
            (_, null) => null,
            (FitWay.Reml, _) => OfFixedDesign(declaration, plan),
            (FitWay.Ml, _) => OfResponse(declaration, plan, "", ""),

            // Likelihoods of counts are probabilities, and so comparable with each other, as densities are; each approximation has its own error.
            (FitWay.Laplace, _) => OfMeasure(declaration, plan, "Laplace", "by the Laplace approximation"),
            (FitWay.Quadrature, _) => OfMeasure(declaration, plan, "Quadrature", "by quadrature"),
            _ => OfMeasure(declaration, plan, "Fast", "by the fast approximation"),
        };

    private static KeyType OfMeasure(ModelDeclaration declaration, DesignPlan plan, string approximation, string words)
    {
        (string part, string meaning) = declaration.IsContinuous switch
        {
            false => ("counts", " as counts, "),
            true => ("density", " as a number with a density, "),

            // A family that does not tell what its responses are is comparable with itself.
            _ => (Part(declaration.Own?.Name ?? declaration.Family!), $" in the family {declaration.Own?.Name ?? declaration.Family}, "),
        };
        return OfResponse(declaration, plan, $"_{part}_by_{approximation}", meaning + words);
    }

    /// <summary>The key of row type, response, weights and missing-value policy, and of the measure and approximation: ML criteria with the same such key are comparable.</summary>
    private static KeyType OfResponse(ModelDeclaration declaration, DesignPlan plan, string likelihood, string meaning)
    {
        bool isPlain = IsPlainData(declaration, plan);
        string canonical = CanonicalData(declaration, plan);
        return new KeyType(
            NamespaceOf(declaration), NameOf(DataPart(declaration, plan), isPlain, canonical, likelihood), $"the response {plan.Response!.Name} of {declaration.Row.Name}{meaning}");
    }

    /// <summary>The key of response and fixed-effects design: REML criteria with the same such key are comparable.</summary>
    private static KeyType OfFixedDesign(ModelDeclaration declaration, DesignPlan plan)
    {
        List<PlanTerm> terms = plan.Fixed.Where(t => !t.IsIntercept).OrderBy(t => PlaceOf(t, declaration.Row)).ThenBy(SortedName, StringComparer.Ordinal).ToList();
        bool hasIntercept = plan.Fixed.Any(t => t.IsIntercept);
        bool isPlain = IsPlainData(declaration, plan)
            && plan.Terms.Offsets.IsEmpty
            && terms.SelectMany(t => t.Factors).All(f => IsPlainName(f.Variable.Variable) && HasDefaultCoding(f.Variable));
        string name = DataPart(declaration, plan) + "_by_"
            + (terms.Count == 0 ? "Intercept" : string.Join("_", terms.Select(t => TermPart(t, declaration.Row))))
            + (hasIntercept ? "" : "_without_Intercept");
        string meaning = $"the fixed effects {string.Join(" + ", plan.Fixed.Select(t => t.Name))} for the response {plan.Response!.Name} of {declaration.Row.Name}";
        return new KeyType(NamespaceOf(declaration), NameOf(name, isPlain, CanonicalData(declaration, plan) + "|" + plan.FixedKey), meaning);
    }

    private static string NamespaceOf(ModelDeclaration declaration)
    {
        string scope = "GlmmDsl.Keys." + Identifiers.Of(declaration.AssemblyName);
        return declaration.Row.Namespace.Length == 0 ? scope : scope + "." + string.Join(".", declaration.Row.Namespace.Split('.').Select(RowColumnReader.Escaped));
    }

    private static string CanonicalData(ModelDeclaration declaration, DesignPlan plan) =>
        string.Join("|", declaration.Row.AssemblyName, declaration.Row.TypeName, plan.ResponseKey, declaration.Weights, declaration.WeightKind, declaration.Missing);

    private static bool IsPlainData(ModelDeclaration declaration, DesignPlan plan) =>
        IsPlainText(declaration.Row.Name) && IsPlainName(plan.Response!) && declaration is { Weights: null, Missing: "Fail" };

    private static string DataPart(ModelDeclaration declaration, DesignPlan plan) =>
        Part(declaration.Row.Name) + "_" + Part(plan.Response!.Name);

    private static string TermPart(PlanTerm term, RowModel row) =>
        string.Join("_times_", term.Factors.OrderBy(f => PlaceOf(f, row)).ThenBy(f => f.Variable.Name, StringComparer.Ordinal).Select(f => Part(f.Variable.Name)));

    /// <summary>Terms are in the order of the row type's members, whatever the order in the formula.</summary>
    private static int PlaceOf(PlanTerm term, RowModel row) =>
        (term.Factors.Length * 10_000) + term.Factors.Min(f => PlaceOf(f, row));

    private static int PlaceOf(PlanFactor factor, RowModel row)
    {
        int place = row.Columns.Items.Select(c => c.Name).ToList().IndexOf(factor.Variable.Name);
        return place < 0 ? 9_999 : Math.Min(place, 9_998);
    }

    private static string SortedName(PlanTerm term) =>
        string.Join(":", term.Factors.Select(f => f.Variable.Name).OrderBy(n => n, StringComparer.Ordinal));

    private static bool HasDefaultCoding(PlanVariable variable) =>
        !variable.IsCategorical || variable.Coding == (variable.IsOrdered ? Coding.Polynomial : Coding.Treatment);

    private static bool IsPlainName(Variable variable) => variable.Expression is NameSyntax && IsPlainText(variable.Name);

    private static bool IsPlainText(string name) =>
        name.Length > 0 && name.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9')) && !Words.Contains(name);

    private static string Part(string name)
    {
        string identifier = Identifiers.Of(name);
        return identifier[0] == '@' ? identifier.Substring(1) : identifier;
    }

    private static string NameOf(string readable, bool isPlain, string canonical, string ending = "")
    {
        int longest = LongestName - ending.Length;
        if (isPlain && readable.Length <= longest)
        {
            return RowColumnReader.Escaped(readable + ending);
        }

        string hash = "_" + StableHash.Of(canonical).Substring(0, 8);
        return readable.Substring(0, Math.Min(readable.Length, longest - hash.Length)) + hash + ending;
    }
}
