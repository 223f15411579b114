using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GlmmDsl.Data;
using GlmmDsl.Formulas;

namespace GlmmDsl.Cli.Scaffolding;

/// <summary>Writes a program of one file: the call of the fit, the reader of the file, the model class, the record and the enums.</summary>
/// <param name="columns">The members of the record.</param>
/// <param name="csv">How the file is read.</param>
/// <param name="record">The record's name.</param>
/// <param name="model">The model class's name.</param>
internal sealed class ScaffoldedProgram(ImmutableArray<ScaffoldedColumn> columns, CsvOptions csv, string record, string model)
{
    private readonly StringBuilder text = new();

    /// <summary>The program.</summary>
    /// <param name="formula">The formula as given.</param>
    /// <param name="file">The file of data, which the program reads when it is given no other.</param>
    /// <param name="options">How the command line would fit.</param>
    /// <param name="version">The version of the package.</param>
    public string Write(string formula, string file, FitOptions options, string version)
    {
        Line($"#:package GlmmDsl@{version}");
        Line();
        if (columns.Any(c => c.Kind is FieldKind.Date or FieldKind.LongDigits or FieldKind.BigInteger))
        {
            Line("using System.Globalization;");
        }

        if (columns.Any(c => c.Kind == FieldKind.BigInteger))
        {
            Line("using System.Numerics;");
        }

        Line("using GlmmDsl;");
        Line("using GlmmDsl.Data;");
        Line();
        Line($"string file = args.Length > 0 ? args[0] : {CodeNames.Literal(file)};");
        Line($"var fit = {model}.{FitCall(options)};");
        Line("Console.Write(fit);");
        Line();
        Reader(isStandardInput: file == "-");
        Line();
        Model(formula, options);
        Line();
        Record();
        foreach (ScaffoldedColumn column in columns.Where(c => c.Kind == FieldKind.Enum))
        {
            Line();
            Enum(column);
        }

        return text.ToString();
    }

    private static string FitCall(FitOptions options)
    {
        if (IsTypedLinear(options))
        {
            return options.Method == FitMethod.Ml ? "FitMl(Read(file))" : "FitReml(Read(file))";
        }

        var settings = new List<string>();
        if (options.Approximation == Approximation.Quadrature)
        {
            settings.Add(string.Create(CultureInfo.InvariantCulture, $"Nodes = {options.QuadratureNodes}"));
        }

        if (options.Information is { } information)
        {
            settings.Add($"Information = Information.{information}");
        }

        if (options.CoefficientPrior is { } prior)
        {
            settings.Add(string.Create(CultureInfo.InvariantCulture, $"CoefficientPrior = new NormalPrior({prior.StandardDeviation:R})"));
        }

        string name = options.Approximation.ToString();
        return settings.Count == 0 ? $"Fit{name}(Read(file))" : $"Fit{name}(Read(file), new {name}FitOptions {{ {string.Join(", ", settings)} }})";
    }

    private static bool IsTypedLinear(FitOptions options) => options.Family == Family.Gaussian && options.Link is Link.Default or Link.Identity && options.ZeroInflation is null && options.Dispersion is null;

    private void Model(string formula, FitOptions options)
    {
        var arguments = new List<string> { CodeNames.Literal(formula) };
        if (!IsTypedLinear(options))
        {
            arguments.Add($"Family.{options.Family}");
            Add(options.Link != Link.Default, $"Link = Link.{options.Link}");
        }

        Add(options.ZeroInflation is not null, $"ZeroInflation = {CodeNames.Literal(options.ZeroInflation ?? "")}");
        Add(options.Dispersion is not null, $"Dispersion = {CodeNames.Literal(options.Dispersion ?? "")}");
        Add(options.Weights is not null, $"Weights = {CodeNames.Literal(options.Weights ?? "")}, WeightKind = WeightKind.{options.WeightKind}");
        Add(options.Offset is not null, $"Offset = {CodeNames.Literal(options.Offset ?? "")}");
        Add(csv.Contrasts.Count > 0, $"Contrasts = {CodeNames.Literal(string.Join(", ", csv.Contrasts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Key + "=" + NameOf(c.Value))))}");
        Add(columns.Any(c => c.IsNullable), $"Missing = MissingValues.{options.Missing}");
        Line($"[{(IsTypedLinear(options) ? "LinearMixedModel" : "GeneralizedLinearMixedModel")}<{record}>({string.Join(", ", arguments)})]");
        Line($"public sealed partial class {model};");

        void Add(bool isSet, string setting)
        {
            if (isSet)
            {
                arguments.Add(setting);
            }
        }
    }

    private static string NameOf(Coding coding) => coding == Coding.Polynomial ? "poly" : coding.ToString().ToLowerInvariant();

    private void Record()
    {
        Line($"public sealed record {record}(");
        for (int i = 0; i < columns.Length; i++)
        {
            ScaffoldedColumn column = columns[i];
            string attributes = column.Attributes.IsEmpty ? "" : $"[{string.Join(", ", column.Attributes)}] ";
            Line($"    {attributes}{column.Type} {column.Member}{(i == columns.Length - 1 ? ");" : ",")}");
        }
    }

    private void Enum(ScaffoldedColumn column)
    {
        Line($"public enum {column.EnumName}");
        Line("{");
        foreach ((string label, string member) in column.Levels)
        {
            Line($"    {(member.TrimStart('@') == label ? "" : $"[Level({CodeNames.Literal(label)})] ")}{member},");
        }

        Line("}");
    }

    private void Reader(bool isStandardInput)
    {
        // A column's values have its member's name, but for names that mean something else in the method.
        var taken = new HashSet<string>(["file", "table", "row", record, .. CodeNames.Types, .. columns.SelectMany(c => new[] { c.EnumName, c.EnumName + "Of" })], StringComparer.Ordinal);
        IReadOnlyList<string> values = Identifiers.OfAll([.. columns.Select(c => c.Member.TrimStart('@'))], taken);
        Line($"static {record}[] Read(string file)");
        Line("{");
        Line($"    Table table = {(isStandardInput ? $"file == \"-\" ? Table.ReadCsv(Console.In{Settings()}) : " : "")}Table.ReadCsv(file{Settings()});");
        for (int i = 0; i < columns.Length; i++)
        {
            Line($"    {(IsText(columns[i]) ? "string?[]" : "double[]")} {values[i]} = table{Levels(columns[i])}.{(IsText(columns[i]) ? "Texts" : "Numbers")}({CodeNames.Literal(columns[i].Name)});");
        }

        Line($"    return [.. Enumerable.Range(0, table.RowCount).Select(row => new {record}(");
        for (int i = 0; i < columns.Length; i++)
        {
            Line($"        {Field(columns[i], values[i] + "[row]")}{(i == columns.Length - 1 ? "))];" : ",")}");
        }

        foreach (ScaffoldedColumn column in columns.Where(c => c.Kind == FieldKind.Enum))
        {
            Line();
            LevelOf(column);
        }

        Line("}");
    }

    private string Settings()
    {
        var settings = new List<string>();
        if (csv.Separator != ',')
        {
            settings.Add($"Separator = {CharLiteral(csv.Separator)}");
        }

        if (csv.DecimalMark != '.')
        {
            settings.Add($"DecimalMark = {CharLiteral(csv.DecimalMark)}");
        }

        if (!csv.NaStrings.IsEmpty)
        {
            settings.Add($"NaStrings = [{string.Join(", ", csv.NaStrings.Select(CodeNames.Literal))}]");
        }

        return settings.Count == 0 ? "" : $", new CsvOptions {{ {string.Join(", ", settings)} }}";
    }

    /// <summary>Declared levels are found by number too, so that the table has to know them.</summary>
    private string Levels(ScaffoldedColumn column) =>
        IsText(column) && (csv.Levels.TryGetValue(column.Name, out ImmutableArray<string> levels) || csv.Ordered.TryGetValue(column.Name, out levels))
            ? $".WithLevels({CodeNames.Literal(column.Name)}, [{string.Join(", ", levels.Select(CodeNames.Literal))}])"
            : "";

    private static bool IsText(ScaffoldedColumn column) => column.Kind is FieldKind.Enum or FieldKind.Text or FieldKind.Date or FieldKind.LongDigits or FieldKind.BigInteger;

    private static string Field(ScaffoldedColumn column, string value)
    {
        string read = column.Kind switch
        {
            FieldKind.Int => $"(int){value}",
            FieldKind.Long => $"(long){value}",
            FieldKind.LongDigits or FieldKind.BigInteger => $"{(column.Kind == FieldKind.BigInteger ? "BigInteger" : "long")}.Parse({value}!, CultureInfo.InvariantCulture)",
            FieldKind.Double => value,
            FieldKind.Bool => $"{value} != 0",
            FieldKind.Date => $"DateOnly.ParseExact({value}!, \"yyyy-MM-dd\", CultureInfo.InvariantCulture)",
            FieldKind.Text => column.IsNullable ? value : value + "!",
            _ => $"{column.EnumName}Of({value}!)",
        };
        return (column.IsNullable, column.Kind) switch
        {
            (false, _) or (_, FieldKind.Text) => read,
            _ when IsText(column) => $"{value} is null ? null : {read}",
            _ => $"double.IsNaN({value}) ? null : {read}",
        };
    }

    /// <summary>The local function that finds the member of an enum by its label.</summary>
    private void LevelOf(ScaffoldedColumn column)
    {
        Line($"    static {column.EnumName} {column.EnumName}Of(string label) => label switch");
        Line("    {");
        foreach ((string label, string member) in column.Levels)
        {
            Line($"        {CodeNames.Literal(label)} => {column.EnumName}.{member},");
        }

        Line($"        _ => throw new InvalidDataException({CodeNames.Literal($"The column {column.Name} has no level '")} + label + \"'.\"),");
        Line("    };");
    }

    private static string CharLiteral(char c) => c == '\t' ? "'\\t'" : c == '\'' ? "'\\''" : c == '\\' ? "'\\\\'" : $"'{c}'";

    private void Line(string line = "") => text.Append(line).Append('\n');
}
