using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GlmmDsl.Data;

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
        Line("using System.Globalization;");
        Line("using GlmmDsl;");
        Line("using Sylvan.Data.Csv;");
        Line();
        Line($"string file = args.Length > 0 ? args[0] : {CodeNames.Literal(file)};");
        Line($"var fit = {model}.{FitCall(options)};");
        Line("Console.Write(fit);");
        Line();
        Reader();
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

    private void Reader()
    {
        string settings = csv.Separator == ',' ? "" : $", new CsvDataReaderOptions {{ Delimiter = {CharLiteral(csv.Separator)} }}";
        Line($"static List<{record}> Read(string file)");
        Line("{");
        Line($"    var rows = new List<{record}>();");
        Line($"    using var csv = CsvDataReader.Create(file{settings});");
        Line("    while (csv.Read())");
        Line("    {");
        Line($"        rows.Add(new {record}(");
        for (int i = 0; i < columns.Length; i++)
        {
            Line($"            {Field(columns[i])}{(i == columns.Length - 1 ? "));" : ",")}");
        }

        Line("    }");
        Line();
        Line("    return rows;");
        Line();
        Functions();
        Line("}");
    }

    private static string Field(ScaffoldedColumn column)
    {
        string field = CodeNames.Literal(column.Name);
        string read = column.Kind switch
        {
            FieldKind.Int => $"(int)Number({field})",
            FieldKind.Long => $"long.Parse(Text({field}), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)",
            FieldKind.Double => $"Number({field})",
            FieldKind.Bool => $"Text({field}) is \"TRUE\" or \"T\" or \"True\" or \"true\"",
            FieldKind.Date => $"DateOnly.ParseExact(Text({field}), \"yyyy-MM-dd\", CultureInfo.InvariantCulture)",
            FieldKind.Text => $"Text({field})",
            _ => $"{column.EnumName}Of(Text({field}))",
        };
        return column.IsNullable ? $"IsMissing({field}) ? null : {read}" : read;
    }

    /// <summary>The local functions that the fields need.</summary>
    private void Functions()
    {
        Line("    string Text(string column) => csv.GetString(csv.GetOrdinal(column)).Trim();");
        if (columns.Any(c => c.IsNullable))
        {
            string marks = string.Join(" or ", csv.NaStrings.Prepend("").Distinct(StringComparer.Ordinal).Select(CodeNames.Literal));
            Line($"    bool IsMissing(string column) => Text(column) is {marks};");
        }

        if (columns.Any(c => c.Kind is FieldKind.Int or FieldKind.Double))
        {
            string point = csv.DecimalMark == '.' ? "" : $".Replace({CharLiteral(csv.DecimalMark)}, '.')";
            Line($"    double Number(string column) => double.Parse(Text(column){point}, NumberStyles.Float, CultureInfo.InvariantCulture);");
        }

        foreach (ScaffoldedColumn column in columns.Where(c => c.Kind == FieldKind.Enum))
        {
            Line();
            Line($"    static {column.EnumName} {column.EnumName}Of(string text) => text switch");
            Line("    {");
            foreach ((string label, string member) in column.Levels)
            {
                Line($"        {CodeNames.Literal(label)} => {column.EnumName}.{member},");
            }

            Line($"        _ => throw new InvalidDataException($\"The column {column.Name.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)} has no level '{{text}}'.\"),");
            Line("    };");
        }
    }

    private static string CharLiteral(char c) => c == '\t' ? "'\\t'" : c == '\'' ? "'\\''" : c == '\\' ? "'\\\\'" : $"'{c}'";

    private void Line(string line = "") => text.Append(line).Append('\n');
}
